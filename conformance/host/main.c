#include "checks/checks.h"
#include "host/host.h"

int main(int argc, char **argv)
{
    return assay_host_main(argc, argv, assay_check_tables, assay_check_table_count);
}
