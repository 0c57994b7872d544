#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "report/escape.h"
#include <stdlib.h>
#include <string.h>

static char *terminal(const char *text, int indent)
{
    char *out = NULL;
    size_t size;
    FILE *to = open_memstream(&out, &size);
    assert_non_null(to);
    assay_escape_terminal(to, text, indent);
    assert_int_equal(fclose(to), 0);
    return out;
}

static char *line(const char *text)
{
    char *out = NULL;
    size_t size;
    FILE *to = open_memstream(&out, &size);
    assert_non_null(to);
    assay_escape_line(to, text);
    assert_int_equal(fclose(to), 0);
    return out;
}

static char *xml(const char *text)
{
    char *out = NULL;
    size_t size;
    FILE *to = open_memstream(&out, &size);
    assert_non_null(to);
    assay_escape_xml_attribute(to, text);
    assert_int_equal(fclose(to), 0);
    return out;
}

static char *xml_text(const char *text, int indent)
{
    char *out = NULL;
    size_t size;
    FILE *to = open_memstream(&out, &size);
    assert_non_null(to);
    assay_escape_xml_text(to, text, indent);
    assert_int_equal(fclose(to), 0);
    return out;
}

static char *html(const char *text, bool lines)
{
    char *out = NULL;
    size_t size;
    FILE *to = open_memstream(&out, &size);
    assert_non_null(to);
    assay_escape_html(to, text, strlen(text), lines);
    assert_int_equal(fclose(to), 0);
    return out;
}

static void expect(char *got, const char *wanted)
{
    assert_string_equal(got, wanted);
    free(got);
}

static void test_terminal(void **state)
{
    (void)state;
    expect(terminal("", 4), "");
    expect(terminal("plain \xc3\xa9", 4), "plain \xc3\xa9");
    expect(terminal("a\nb\n\nc\n\n", 2), "a\n  b\n  \n  c");
    expect(terminal("\x1b[2J\a\t\r\x7f", 0), "\\x1b[2J\\x07\\x09\\x0d\\x7f");
    expect(terminal("\xc2\x9b"
                    "31m",
                    0),
           "\\x9b31m");
    expect(terminal("\xe2\x80\xae", 0), "\\u202e");
    expect(terminal("\xff\xc3", 0), "\\xff\\xc3");
    expect(line("a\n\x1b[31mb\xc3\xa9\xff\n"), "a\\x0a\\x1b[31mb\xc3\xa9\\xff\\x0a");
}

static void test_xml(void **state)
{
    (void)state;
    expect(xml(""), "");
    expect(xml("<a b=\"c\">&'"), "&lt;a b=&quot;c&quot;&gt;&amp;'");
    expect(xml("a\n\t\rb"), "a&#10;&#9;&#13;b");
    expect(xml_text("a<\n\tb\x02\n", 3), "a&lt;\n   &#9;b\\x02");
    expect(xml("]]>\x01\x1b\xff"), "]]&gt;\\x01\\x1b\\xff");
    expect(xml("\xef\xbf\xbe\xef\xbf\xbf\xef\xbf\xbd"), "\\ufffe\\uffff\xef\xbf\xbd");
}

static void test_html(void **state)
{
    (void)state;
    expect(html("", true), "");
    expect(html("<a b=\"c\">&'", true), "&lt;a b=&quot;c&quot;&gt;&amp;'");
    expect(html("a\n\tb\r\x7f", true), "a\n\tb\\x0d\\x7f");
    expect(html("a\n\tb", false), "a\\x0a\\x09b");
    expect(html("\xff\xc2\x85\xe2\x80\xae", true), "\\xff\\x85\\u202e");
    expect(html("\xef\xb7\x90\xf0\x9f\xbf\xbe\xf0\x9f\x98\x80", true),
           "\\ufdd0\\u1fffe\xf0\x9f\x98\x80");
    FILE *none = fopen("/dev/null", "w");
    assert_non_null(none);
    assay_escape_html(none, "x", 0, true);
    assert_int_equal(ftell(none), 0);
    fclose(none);
}

static void test_every_byte(void **state)
{
    (void)state;
    for (int byte = 1; byte < 256; byte++) {
        char text[] = {'<', (char)byte, '>', '\0'};
        char *shown = terminal(text, 0);
        for (const char *at = shown; *at != '\0'; at++)
            assert_true((*at >= 0x20 && *at < 0x7f) || *at == '\n');
        free(shown);
        shown = xml(text);
        assert_int_equal(strncmp(shown, "&lt;", 4), 0);
        assert_null(strpbrk(shown, "<>"));
        free(shown);
        shown = html(text, true);
        assert_null(strpbrk(shown, "<>\"\r"));
        free(shown);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_terminal),
        cmocka_unit_test(test_xml),
        cmocka_unit_test(test_html),
        cmocka_unit_test(test_every_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
