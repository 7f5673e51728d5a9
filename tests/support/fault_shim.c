/* Faults of the machine, for tests: preloaded into a real, unchanged program.
 *
 *   BULKHEAD_FAULT_FILE names a file of four 64-bit integers that the test writes while the program runs:
 *     [0]  milliseconds that the real-time clock is off (set ahead or back)
 *     [1]  1: the disk is full: whatever would enlarge a regular file fails with ENOSPC
 *     [2]  1: no thread can be started: pthread_create fails with EAGAIN
 *     [3]  milliseconds that the boot clock is ahead: for that long the machine has slept
 *
 * As on a real full disk, blocks that a file already has can still be written, and existing mappings work. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static volatile int64_t* faults(void) {
  static volatile int64_t* mapped;
  static int looked;
  if (!looked) {
    looked = 1;
    const char* path = getenv("BULKHEAD_FAULT_FILE");
    int fd = path != NULL ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (fd >= 0) {
      void* at = mmap(NULL, 32, PROT_READ, MAP_SHARED, fd, 0);
      mapped = at == MAP_FAILED ? NULL : at;
      close(fd);
    }
  }
  return mapped;
}

static int64_t clock_off_ms(clockid_t clock) {
  if (faults() == NULL) return 0;
  if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) return faults()[0];
  return clock == CLOCK_BOOTTIME ? faults()[3] : 0;
}

#define REAL(type, name, ...)       \
  static type (*real)(__VA_ARGS__); \
  if (real == NULL) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

int clock_gettime(clockid_t clock, struct timespec* at) {
  REAL(int, "clock_gettime", clockid_t, struct timespec*);
  int result = real(clock, at);
  const int64_t off = result == 0 ? clock_off_ms(clock) : 0;
  if (off != 0) {
    at->tv_sec += off / 1000;
    at->tv_nsec += off % 1000 * 1000000;
    if (at->tv_nsec >= 1000000000) at->tv_nsec -= 1000000000, at->tv_sec++;
    if (at->tv_nsec < 0) at->tv_nsec += 1000000000, at->tv_sec--;
  }
  return result;
}

int gettimeofday(struct timeval* restrict at, void* restrict zone) {
  (void)zone;
  struct timespec now;
  if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
  at->tv_sec = now.tv_sec;
  at->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t* out) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (out != NULL) *out = now.tv_sec;
  return now.tv_sec;
}

/* True when writing up to `end` would enlarge the regular file behind `fd` and the disk is full. */
static int no_space(int fd, off_t end) {
  struct stat status;
  if (faults() == NULL || faults()[1] == 0 || fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return 0;
  if (end <= status.st_size) return 0;
  errno = ENOSPC;
  return 1;
}

static off_t write_position(int fd) {
  int flags = fcntl(fd, F_GETFL);
  return lseek(fd, 0, (flags & O_APPEND) != 0 ? SEEK_END : SEEK_CUR);
}

ssize_t write(int fd, const void* bytes, size_t size) {
  REAL(ssize_t, "write", int, const void*, size_t);
  if (faults() != NULL && faults()[1] != 0) {
    int before = errno;
    off_t at = write_position(fd);
    if (at >= 0 && no_space(fd, at + (off_t)size)) return -1;
    errno = before;
  }
  return real(fd, bytes, size);
}

ssize_t pwrite(int fd, const void* bytes, size_t size, off_t at) {
  REAL(ssize_t, "pwrite", int, const void*, size_t, off_t);
  return no_space(fd, at + (off_t)size) ? -1 : real(fd, bytes, size, at);
}

ssize_t pwrite64(int fd, const void* bytes, size_t size, off_t at) {
  REAL(ssize_t, "pwrite64", int, const void*, size_t, off_t);
  return no_space(fd, at + (off_t)size) ? -1 : real(fd, bytes, size, at);
}

int ftruncate(int fd, off_t size) {
  REAL(int, "ftruncate", int, off_t);
  return no_space(fd, size) ? -1 : real(fd, size);
}

int ftruncate64(int fd, off_t size) {
  REAL(int, "ftruncate64", int, off_t);
  return no_space(fd, size) ? -1 : real(fd, size);
}

int posix_fallocate(int fd, off_t at, off_t size) {
  REAL(int, "posix_fallocate", int, off_t, off_t);
  return no_space(fd, at + size) ? ENOSPC : real(fd, at, size);
}

int posix_fallocate64(int fd, off_t at, off_t size) {
  REAL(int, "posix_fallocate64", int, off_t, off_t);
  return no_space(fd, at + size) ? ENOSPC : real(fd, at, size);
}

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*run)(void*), void* argument) {
  REAL(int, "pthread_create", pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
  if (faults() != NULL && faults()[2] != 0) return EAGAIN;
  return real(thread, attributes, run, argument);
}
