#ifndef ASSAY_CONNECTOR_H
#define ASSAY_CONNECTOR_H

/* All that a connector has to include: the contract. What is written in these headers is what is
 * checked. Words in capitals are values of assay_status without their prefix, or states. Names such
 * as (RD-LIFE-06) are clauses; `assay explain RD-LIFE-06` says more.
 *
 * A connector is a shared object with one exported symbol, assay_connector_entry. It is one of many
 * in its process: no call changes what belongs to all, the working directory, the environment, the
 * mask of file modes (LIB-02), and what is made and released again leaves nothing behind (LIB-01).
 */

#include <assay/checkpoint.h>
#include <assay/config.h>
#include <assay/dynamic_split.h>
#include <assay/host.h>
#include <assay/position.h>
#include <assay/progress.h>
#include <assay/reader.h>
#include <assay/sink.h>
#include <assay/size.h>
#include <assay/source.h>
#include <assay/split.h>
#include <assay/stream.h>
#include <assay/tracker.h>
#include <assay/version.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct assay_connector assay_connector;

/* What a library offers. Belongs to the library, never changes, valid until the library is closed.
 * Any thread, several at once. Each open and decode may be NULL: no such kind; decode goes with
 * open. What they hand out is the caller's, until its release. They do no I/O. */
struct assay_connector {
    uint32_t struct_size;
    uint32_t contract; /* ASSAY_CONTRACT_VERSION */
    const char *name;
    const char *version;

    assay_status (*open_source)(const assay_connector *self, const assay_host *host,
                                const assay_config *config, assay_source **source,
                                assay_error *error) ASSAY_MUST_USE;
    /* Bytes that encode did not write are INVALID. */
    assay_status (*decode_source)(const assay_connector *self, const assay_host *host,
                                  assay_bytes encoded, assay_source **source,
                                  assay_error *error) ASSAY_MUST_USE;

    assay_status (*open_sink)(const assay_connector *self, const assay_host *host,
                              const assay_config *config, assay_sink **sink,
                              assay_error *error) ASSAY_MUST_USE;
    assay_status (*decode_sink)(const assay_connector *self, const assay_host *host,
                                assay_bytes encoded, assay_sink **sink,
                                assay_error *error) ASSAY_MUST_USE;

    assay_status (*open_tracker)(const assay_connector *self, const assay_host *host,
                                 const assay_config *config, assay_tracker **tracker,
                                 assay_error *error) ASSAY_MUST_USE;
};

#define ASSAY_ENTRY_SYMBOL "assay_connector_entry"

/* The one exported symbol. Gives the same answer on every call and does nothing else. */
__attribute__((visibility("default"))) const assay_connector *assay_connector_entry(void);

#ifdef __cplusplus
}
#endif

#endif
