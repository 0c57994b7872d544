/* The smallest test program: all checks over the library that the manifest names. */
#include <assay/cmocka.h>

int main(int argc, char **argv)
{
    return assay_suite_main(argc > 1 ? argv[1] : "numbers.json", NULL);
}
