#ifndef ASSAY_ENGINE_TAPE_H
#define ASSAY_ENGINE_TAPE_H

#include "data/scenario.h"
#include "data/truth.h"
#include <assay/toolkit/buffer.h>
#include <assay/toolkit/codec.h>

/* All calls of a check, in full, in a file that outlives its processes: what a stand-alone program
 * is made from. A frame holds a kind, two numbers and any number of values; each is one write, so
 * that the tape is whole up to the call that killed the process. */

typedef enum assay_tape_kind {
    ASSAY_TAPE_CASE = 1, /* a case begins */
    ASSAY_TAPE_CALL,     /* a: assay_op, b: number of the handle; values: what it is given */
    ASSAY_TAPE_END,      /* the call came back; a: status; a text: the message */
    ASSAY_TAPE_OUT,      /* values: what the last call gave */
    ASSAY_TAPE_MADE,     /* the last call made a handle; a: its number, b: its data set */
    ASSAY_TAPE_TURN,     /* an attempt begins */
    ASSAY_TAPE_DEATH,    /* the process dies here, as it was asked to */
    ASSAY_TAPE_FILE,     /* bytes path; a: assay_tape_file; bytes: what is in it */
    ASSAY_TAPE_WANT,     /* the last call should have answered a */
    ASSAY_TAPE_JUDGE, /* what is read from here on must be what follows; a: assay_digest fields */
    ASSAY_TAPE_EXPECTED, /* a record of it: time, value, id */
    ASSAY_TAPE_TALLY,    /* the last current counts */
    ASSAY_TAPE_OUTPUT,   /* the output was read; a: assay_readback, b: fields; texts: pattern and
                            delimiter; number: assay_tape_output. What it must be follows */
    ASSAY_TAPE_LOOK,     /* a: assay_tape_look, b: what it said; text: where */
    ASSAY_TAPE_FAIL,     /* texts: expected and observed */
    ASSAY_TAPE_TAMPER,   /* a case follows whose calls on files are tampered with */
    ASSAY_TAPE_ORDER /* the case goes on with threads in a chosen order, which is all that is told
                      */
} assay_tape_kind;

typedef enum assay_tape_file {
    ASSAY_TAPE_FILE_THERE,
    ASSAY_TAPE_FILE_LARGE, /* there, but too large for a tape */
    ASSAY_TAPE_FILE_FOLDER,
    ASSAY_TAPE_FILE_NONE
} assay_tape_file;

typedef enum assay_tape_output {
    ASSAY_TAPE_OUTPUT_EXACT,
    ASSAY_TAPE_OUTPUT_AT_LEAST,
    ASSAY_TAPE_OUTPUT_NONE /* no file at all */
} assay_tape_output;

typedef enum assay_tape_look {
    ASSAY_TAPE_LOOK_DESCRIPTORS,
    ASSAY_TAPE_LOOK_THREADS,
    ASSAY_TAPE_LOOK_HEAP,   /* bytes allocated */
    ASSAY_TAPE_LOOK_BYTES,  /* read so far */
    ASSAY_TAPE_LOOK_FILES,  /* below a folder */
    ASSAY_TAPE_LOOK_MATCHES /* files of a pattern */
} assay_tape_look;

typedef enum assay_tape_type {
    ASSAY_TAPE_NUMBER = 1,
    ASSAY_TAPE_FRACTION,
    ASSAY_TAPE_BYTES
} assay_tape_type;

typedef struct assay_tape {
    int fd;              /* -1: none; then all of the below does nothing */
    assay_buffer values; /* of the next frame */
    assay_buffer frame;
} assay_tape;

/* path NULL or "": none. fresh: what is there is thrown away, else it is gone on with. A tape that
 * cannot be written any more ends; whoever reads it finds what is there. */
assay_status assay_tape_open(assay_tape *self, const char *path, bool fresh,
                             assay_error *error) ASSAY_MUST_USE;
void assay_tape_close(assay_tape *self);

/* Goes back to *begin, and forgets what came behind; 0: it is set to where the tape is now, or to 1
 * when there is none. */
void assay_tape_page(assay_tape *self, int64_t *begin);

/* Values of the next frame, in their order. */
void assay_tape_number(assay_tape *self, int64_t number);
void assay_tape_fraction(assay_tape *self, double fraction);
void assay_tape_bytes(assay_tape *self, assay_bytes bytes);
void assay_tape_text(assay_tape *self, const char *text);
void assay_tape_record(assay_tape *self, const assay_record *record); /* time, value, id */
/* Writes the frame. */
void assay_tape_mark(assay_tape *self, assay_tape_kind kind, uint64_t a, uint64_t b);

/* Frames of what the settings that are paths or patterns name; contents: of files, too. Gives how
 * many bytes it has read. */
uint64_t assay_tape_files(assay_tape *self, const assay_setting_list *settings, bool contents);
/* Frames of the records of a truth from first up to end. */
void assay_tape_expected(assay_tape *self, const assay_truth *truth, uint64_t first, uint64_t end);

/* Reading one; everything is borrowed from the bytes. */
typedef struct assay_tape_frame {
    assay_tape_kind kind;
    uint64_t a, b;
    assay_decoder values;
} assay_tape_frame;

typedef struct assay_tape_value {
    assay_tape_type type;
    int64_t number;
    double fraction;
    assay_bytes bytes;
} assay_tape_value;

/* False: there is no further one, or only the beginning of one. */
bool assay_tape_take(assay_decoder *from, assay_tape_frame *frame) ASSAY_MUST_USE;
bool assay_tape_take_value(assay_tape_frame *from, assay_tape_value *value) ASSAY_MUST_USE;

#endif
