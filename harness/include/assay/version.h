#ifndef ASSAY_VERSION_H
#define ASSAY_VERSION_H

/* The one place where versions are written; the build reads them from here. */
#define ASSAY_VERSION "0.1.0"

/* Version of the contract, the binary interface between Assay and a connector. While it is 0 it may
 * change between releases; a connector of another version is refused when it is loaded. */
#define ASSAY_CONTRACT_VERSION 0

#endif
