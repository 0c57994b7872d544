/* Threads that come, end and give way. */
#include "host/hooks.h"

#include <sched.h>

ASSAY_EXPORT int pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                                void *(*start)(void *), void *argument)
{
    assay_threads *here = assay_threads_here();

    if (here == NULL)
        return ASSAY_NEXT(pthread_create)(thread, attributes, start, argument);
    return assay_threads_create(here, ASSAY_NEXT(pthread_create), thread, attributes, start,
                                argument);
}

ASSAY_EXPORT int pthread_join(pthread_t thread, void **result)
{
    assay_threads *here = assay_threads_here();

    if (here != NULL)
        assay_threads_join(here, thread);
    return ASSAY_NEXT(pthread_join)(thread, result);
}

ASSAY_EXPORT int sched_yield(void)
{
    assay_threads *here = assay_threads_here();

    if (here == NULL)
        return ASSAY_NEXT(sched_yield)();
    assay_threads_yield(here);
    return 0;
}
