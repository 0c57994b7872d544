#ifndef ASSAY_RUNNER_REPLAY_FORMAT_H
#define ASSAY_RUNNER_REPLAY_FORMAT_H

/* Words of saved failures that reading and writing share. */
#define REPLAY_FORMAT_KEY "assay-replay"
#define REPLAY_WHOLE "all"
#define REPLAY_ONE "one"
enum { REPLAY_FORMAT = 1 };

extern const char *const assay_replay_tiers[3];

#endif
