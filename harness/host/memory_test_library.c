/* A library that asks for memory in many ways, for memory_test. */
#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))

void *plain(size_t size), *cleared(size_t size), *aligned(size_t size), *aligned_too(size_t size);
void *copied(size_t size), *printed(size_t size), *in_threads(size_t size);
void *resized(void *old, size_t size), *array(void *old, size_t size);

EXPORT void *plain(size_t size)
{
    return malloc(size);
}

EXPORT void *cleared(size_t size)
{
    return calloc(2, size);
}

EXPORT void *resized(void *old, size_t size)
{
    return realloc(old, size);
}

EXPORT void *array(void *old, size_t size)
{
    return reallocarray(old, 3, size);
}

EXPORT void *aligned(size_t size)
{
    void *made = NULL;
    return posix_memalign(&made, 64, size) == 0 ? made : NULL;
}

EXPORT void *aligned_too(size_t size)
{
    return aligned_alloc(64, 64 * size);
}

EXPORT void *copied(size_t size)
{
    (void)size;
    return strdup("of the C library");
}

EXPORT void *printed(size_t size)
{
    char *text;
    return asprintf(&text, "%zu", size) < 0 ? NULL : text;
}

static void *take_some(void *unused)
{
    for (int i = 0; i < 1000; i++) {
        void *volatile made = malloc(10); /* not left out */
        free(made);
    }
    free(unused);
    return malloc(20);
}

EXPORT void *in_threads(size_t size)
{
    pthread_t one, other;
    void *first = NULL, *second = NULL;
    if (pthread_create(&one, NULL, take_some, NULL) != 0 ||
        pthread_create(&other, NULL, take_some, malloc(size)) != 0)
        return NULL;
    pthread_join(one, &first);
    pthread_join(other, &second);
    free(first);
    return second;
}
