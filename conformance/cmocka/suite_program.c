/* A test program as an author writes it, for suite_test: suite_program MANIFEST WORD... */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <assay/cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROOM = 1000, WORDS = 20 };

typedef struct request {
    assay_suite_options options;
    const char *filters[WORDS + 1];
    const char *checks[WORDS];
    size_t filter_count, check_count;
    size_t room;
    bool state, thread, closed;
} request;

static void test_own(void **state)
{
    (void)state;
}

static int set_state(void **state)
{
    *state = (void *)1;
    return 0;
}

static void *idle(void *argument)
{
    pause();
    return argument;
}

/* Whether word is NAME=value, and the value. */
static const char *value_of(const char *word, const char *name)
{
    size_t size = strlen(name);
    return strncmp(word, name, size) == 0 && word[size] == '=' ? word + size + 1 : NULL;
}

static void take_value(request *asked, const char *word)
{
    const char *value;
    if ((value = value_of(word, "filter")) != NULL) {
        asked->filters[asked->filter_count++] = value;
        asked->options.filters = asked->filters;
    } else if ((value = value_of(word, "check")) != NULL)
        asked->checks[asked->check_count++] = value;
    else if ((value = value_of(word, "tier")) != NULL)
        asked->options.tier = value;
    else if ((value = value_of(word, "timeout")) != NULL)
        asked->options.timeout_s = (uint32_t)atoi(value);
    else if ((value = value_of(word, "room")) != NULL)
        asked->room = (size_t)atoi(value);
    else
        abort();
}

static void take_word(request *asked, const char *word)
{
    struct {
        const char *name;
        bool *to;
    } switches[] = {
        {"in-process", &asked->options.in_process},
        {"strict", &asked->options.strict},
        {"should", &asked->options.should_counts},
        {"state", &asked->state},
        {"thread", &asked->thread},
        {"closed", &asked->closed},
    };
    for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++)
        if (strcmp(word, switches[i].name) == 0) {
            *switches[i].to = true;
            return;
        }
    take_value(asked, word);
}

static int run_group(assay_suite *suite, const request *asked)
{
    static struct CMUnitTest tests[ROOM] = {cmocka_unit_test(test_own)};
    size_t count = 1;
    for (size_t i = 0; i < asked->check_count; i++)
        tests[count++] = assay_check_test(suite, asked->checks[i]);
    if (asked->check_count == 0)
        count += assay_add_checks(suite, tests + 1, asked->room);
    return _cmocka_run_group_tests("group", tests, count, asked->state ? set_state : NULL, NULL);
}

/* With tests beside those of assay. */
static int mix(const char *manifest, const request *asked)
{
    assay_suite *suite;
    assay_error error = ASSAY_ERROR_INIT;
    if (asked->closed) {
        close(STDIN_FILENO);
        close(STDOUT_FILENO);
    }
    if (assay_suite_open(manifest, &asked->options, &suite, &error) != ASSAY_OK)
        fprintf(stderr, "%s\n", error.message);
    int failed = run_group(suite, asked);
    return assay_suite_close(suite, &error) != ASSAY_OK || failed != 0;
}

int main(int argc, char **argv)
{
    request asked = {.room = ROOM};
    pthread_t thread;
#ifdef LINKED
    asked.options.entry = assay_connector_entry;
#endif
    if (argc < 2 || argc > WORDS)
        return 99;
    for (int i = 2; i < argc; i++)
        take_word(&asked, argv[i]);
    if (asked.thread && pthread_create(&thread, NULL, idle, NULL) != 0)
        return 99;
    bool plain = asked.room == ROOM && asked.check_count == 0 && !asked.state && !asked.closed;
    return plain ? assay_suite_main(argv[1], &asked.options) : mix(argv[1], &asked);
}
