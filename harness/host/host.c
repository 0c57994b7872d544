#include "host/host.h"

#include "host/serve.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* assay-host CHANNEL isolated|in-process: started by `assay`, not by people. */
int assay_host_main(int argc, char **argv, const assay_check_table *tables, size_t count)
{
    assay_error error = ASSAY_ERROR_INIT;

    if (argc != 3 || atoi(argv[1]) <= 2) {
        fprintf(stderr, "assay-host: is started by assay, which loads connectors in it\n");
        return 2;
    }
    assay_server server = {atoi(argv[1]), strcmp(argv[2], "isolated") == 0, tables, count, NULL};
    if (assay_serve(&server, &error) == ASSAY_OK)
        return 0;
    fprintf(stderr, "assay-host: %s\n", error.message[0] ? error.message : "out of memory");
    return 3;
}
