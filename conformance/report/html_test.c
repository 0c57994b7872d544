#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "report/html.h"
#include "report/sample.h"
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char *render(const assay_run *run)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    assert_non_null(to);
    assert_int_equal(assay_html_write(to, run, NULL), ASSAY_OK);
    assert_int_equal(fclose(to), 0);
    assert_int_equal(strlen(text), size);
    return text;
}

/* Exit code of page/check, which parses the page; 77 or 127 when it cannot. */
static int check(char *path)
{
    char program[4096];
    snprintf(program, sizeof(program), "%s/../page/check", GOLDEN_FOLDER);
    char *arguments[] = {program, path, NULL};
    pid_t pid;
    if (posix_spawn(&pid, program, NULL, NULL, arguments, environ) != 0)
        return 127;
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int validate(const char *text)
{
    char path[] = "/tmp/assay-html-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *file = fdopen(fd, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
    int code = check(path);
    unlink(path);
    if (code == 77 || code == 127)
        skip();
    return code;
}

/* Without what lies between the two, which has files of its own. */
static void cut(char *text, const char *begin, const char *end)
{
    char *from = strstr(text, begin);
    assert_non_null(from);
    from += strlen(begin);
    char *to = strstr(from, end);
    assert_non_null(to);
    memmove(from, to, strlen(to) + 1);
}

static void expect_golden(const char *name, char *text)
{
    cut(text, "http-equiv=\"Content-Security-Policy\" content=\"", "\">");
    cut(text, "<style>", "</style>");
    cut(text, "<script>", "</script>");
    sample_expect(name, text);
}

static void test_every_verdict(void **state)
{
    (void)state;
    assay_run run;
    sample_run(&run, "start -> record 0\nsplit \"1.0\" -> <REFUSED>\n");
    run.scenarios[0].look.offered |= ASSAY_CAN_PROGRESS | ASSAY_CAN_POSITION;
    char *text = render(&run);
    assert_int_equal(validate(text), 0);
    expect_golden("run.html", text);
    free(text);
    assay_run_clear(&run);
}

static void add_saved(assay_run *run, const char *text)
{
    run->saved = calloc(1, sizeof(*run->saved));
    assert_non_null(run->saved);
    run->saved_count = 1;
    run->saved[0] = (assay_run_item){
        .check = run->items[1].check, .clause = run->items[1].clause, .done = true, .again = true};
    assert_int_equal(assay_finding_init(&run->saved[0].finding), ASSAY_OK);
    run->saved[0].finding.verdict = ASSAY_FAIL;
    assay_finding_text(&run->saved[0].finding.observed, "%s", text);
    run->saved[0].file = strdup(text);
    run->saved[0].was = strdup(text);
    run->saved_folder = strdup(text);
}

static void test_every_state(void **state)
{
    (void)state;
    assay_run run;
    sample_states(&run, "x");
    add_saved(&run, "failures/a.json");
    run.cut = true;
    char *text = render(&run);
    assert_int_equal(validate(text), 0);
    expect_golden("states.html", text);
    free(text);
    assay_run_clear(&run);
}

static void test_outcomes(void **state)
{
    (void)state;
    static const char *const wanted[] = {"Conformant", "Not conformant", NULL, "Failed itself"};
    assay_run run;
    sample_run(&run, "x");
    for (size_t i = 0; i < run.item_count; i++)
        run.items[i].finding.verdict = i == 1 ? ASSAY_FAIL : ASSAY_PASS;
    for (int code = 0; code < 4; code++) {
        char title[64];
        run.items[1].finding.verdict = code == 0   ? ASSAY_PASS
                                       : code == 3 ? ASSAY_ERROR
                                                   : ASSAY_FAIL;
        assay_run_count(&run);
        if (wanted[code] == NULL)
            continue;
        char *text = render(&run);
        snprintf(title, sizeof(title), "<title>%s: shop", wanted[code]);
        assert_non_null(strstr(text, title));
        assert_int_equal(assay_run_exit_code(&run), code);
        free(text);
    }
    assay_run_clear(&run);
}

static void test_nothing(void **state)
{
    (void)state;
    assay_run run = {.microseconds = 1};
    char *text = render(&run);
    assert_non_null(strstr(text, "<title>Nothing ran"));
    assert_int_equal(validate(text), 0);
    free(text);
}

static void test_links_only_to_the_web(void **state)
{
    (void)state;
    static const struct {
        const char *link;
        bool linked;
    } rows[] = {{"https://example.org/7", true}, {"HTTP://example.org/\"><script>", true},
                {"javascript:alert(1)", false},  {" https://example.org", false},
                {"data:text/html,x", false},     {"java\nscript:alert(1)", false},
                {"//example.org", false}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assay_run run;
        sample_states(&run, "x");
        assay_known known = *run.items[1].known;
        known.link = rows[i].link;
        run.items[1].known = &known;
        char *text = render(&run);
        assert_int_equal(strstr(text, "<a rel=") != NULL, rows[i].linked);
        free(text);
        assay_run_clear(&run);
    }
}

/* A text in every place where one can be. */
static char *render_hostile(char *text)
{
    assay_run run;
    sample_states(&run, text);
    assay_check check = *run.items[1].check;
    assay_scenario scenario = sample_lines;
    const assay_known known = {text, text, text, text};
    check.id = check.clauses = check.exercises[0].what = text;
    scenario.connector = scenario.name = scenario.library = text;
    run.scenarios[0].scenario = &scenario;
    run.scenarios[0].manifest = text;
    run.settings.library = text;
    run.version = text;
    free(run.scenarios[0].look.version);
    run.scenarios[0].look.version = strdup(text);
    run.items[1].known = &known;
    run.items[1].check = run.items[0].check = run.items[4].check = run.items[5].check = &check;
    assert_int_equal(assay_run_add_problem(&run, text, text), ASSAY_OK);
    add_saved(&run, text);
    char *page = render(&run);
    assay_run_clear(&run);
    return page;
}

static void expect_harmless(char *text)
{
    char *page = render_hostile(text);
    for (const char *at = page; *at != '\0'; at++)
        assert_true(((unsigned char)*at >= 0x20 && *at != 0x7f) || *at == '\n' || *at == '\t');
    assert_int_equal(validate(page), 0);
    free(page);
}

static void test_hostile(void **state)
{
    (void)state;
    char *hostile = sample_hostile_text();
    expect_harmless(hostile);
    free(hostile);
    char markup[] = "\"'><script>alert(1)</script><img src=x onerror=alert(1)><!-- --></style>"
                    "</details></section></main><a href=\"javascript:alert(1)\">&lt;&#x3c;\xf0\x9f"
                    "\xbf\xbe\xef\xb7\x90\xc2\x85";
    expect_harmless(markup);
}

static void test_long(void **state)
{
    (void)state;
    enum { SIZE = 1 << 20 };
    static const char *const kinds[] = {"<", "\xff\nx\xf0\x9f\x98\x80"};
    for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
        char *text = malloc(SIZE + 1);
        assert_non_null(text);
        for (size_t i = 0; i < SIZE; i++)
            text[i] = kinds[k][i % strlen(kinds[k])];
        text[SIZE] = '\0';
        char *page = render_hostile(text);
        assert_true(strlen(page) < 3 * SIZE);
        assert_non_null(strstr(page, "[cut here: "));
        if (k == 0) /* what takes the most room */
            assert_int_equal(validate(page), 0);
        free(page);
        free(text);
    }
}

static void test_many_failures(void **state)
{
    (void)state;
    enum { MANY = 1000 };
    assay_run run;
    sample_run(&run, "x");
    for (size_t i = 0; i < run.item_count; i++)
        assay_finding_clear(&run.items[i].finding);
    assay_run_item first = run.items[0];
    free(run.items);
    run.items = calloc(MANY, sizeof(*run.items));
    assert_non_null(run.items);
    run.item_count = MANY;
    for (size_t i = 0; i < MANY; i++) {
        run.items[i] = first;
        assert_int_equal(assay_finding_init(&run.items[i].finding), ASSAY_OK);
        run.items[i].finding.verdict = ASSAY_FAIL;
        assay_finding_text(&run.items[i].finding.observed, "%zu", i);
    }
    assay_run_count(&run);
    char *page = render(&run);
    assert_non_null(strstr(page, "<p>600 more are in the table of all checks;"));
    free(page);
    assay_run_clear(&run);
}

static void test_check_refuses(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "", "<!DOCTYPE html><html lang=en><body><p onclick='x'>x</body></html>",
        "<!DOCTYPE html><html><head><title>x</title></head><body><script>1</script></body></html>",
        "<!DOCTYPE html><html><head><title>x</title></head><body><img src=x></body></html>",
        "<!DOCTYPE html><html><head><title>x</title></head><body><p></div></body></html>"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_int_not_equal(validate(wrong[i]), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_verdict),
        cmocka_unit_test(test_every_state),
        cmocka_unit_test(test_outcomes),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_links_only_to_the_web),
        cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_long),
        cmocka_unit_test(test_many_failures),
        cmocka_unit_test(test_check_refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
