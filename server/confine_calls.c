/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/confine_calls.h"

#ifdef HAVE_LIBSECCOMP

#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/socket.h>
#include <unistd.h>

/* What an architecture does not have is left out. */
static const char *const calls[] = {
    /* bytes */
    "read", "readv", "pread64", "preadv", "write", "writev", "pwrite64",
    "pwritev", "sendfile", "copy_file_range", "splice", "lseek", "_llseek",
    /* sockets */
    "socketpair", "bind", "listen", "accept", "accept4", "connect", "shutdown",
    "getsockname", "getpeername", "getsockopt", "setsockopt", "recvfrom",
    "recvmsg", "recvmmsg", "recv", "sendto", "sendmsg", "sendmmsg", "send",
    /* waiting */
    "poll", "ppoll", "ppoll_time64", "select", "_newselect", "pselect6",
    "pselect6_time64", "epoll_create", "epoll_create1", "epoll_ctl",
    "epoll_wait", "epoll_pwait", "epoll_pwait2", "eventfd2", "pipe", "pipe2",
    "timerfd_create", "timerfd_settime", "timerfd_settime64", "timerfd_gettime",
    "signalfd4",
    /* descriptors and files */
    "close", "close_range", "dup", "dup2", "dup3", "fcntl", "fcntl64", "ioctl",
    "open", "openat", "openat2", "creat", "stat", "stat64", "lstat", "lstat64",
    "fstat", "fstat64", "fstatat64", "newfstatat", "statx", "statfs",
    "statfs64", "fstatfs", "fstatfs64", "access", "faccessat", "faccessat2",
    "readlink", "readlinkat", "getdents", "getdents64", "getcwd", "mkdir",
    "mkdirat", "rmdir", "unlink", "unlinkat", "rename", "renameat", "renameat2",
    "link", "linkat", "truncate", "truncate64", "ftruncate", "ftruncate64",
    "fallocate", "fadvise64", "fadvise64_64", "fsync", "fdatasync",
    "sync_file_range", "flock", "chmod", "fchmod", "fchmodat", "fchown",
    "fchown32", "umask", "utimensat", "utimensat_time64", "utime", "utimes",
    /* memory */
    "brk", "mmap", "mmap2", "munmap", "mremap", "mprotect", "madvise", "msync",
    "mincore", "mlock", "mlock2", "munlock", "membarrier", "memfd_create",
    /* threads; clone is below */
    "futex", "futex_time64", "futex_waitv", "set_robust_list",
    "get_robust_list", "rseq", "set_tid_address", "set_thread_area",
    "arch_prctl", "prctl", "sched_yield", "sched_getaffinity", "sched_getparam",
    "sched_getscheduler", "sched_get_priority_min", "sched_get_priority_max",
    "getcpu", "gettid", "exit", "exit_group",
    /* signals; those that send some are below */
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigpending",
    "rt_sigtimedwait", "rt_sigtimedwait_time64", "rt_sigsuspend", "sigaltstack",
    "sigreturn", "restart_syscall",
    /* who and when */
    "getpid", "getppid", "getpgrp", "getpgid", "getsid", "getuid", "getuid32",
    "geteuid", "geteuid32", "getgid", "getgid32", "getegid", "getegid32",
    "getresuid", "getresuid32", "getresgid", "getresgid32", "getgroups",
    "getgroups32", "clock_gettime", "clock_gettime64", "clock_getres",
    "clock_getres_time64", "clock_nanosleep", "clock_nanosleep_time64",
    "nanosleep", "gettimeofday", "time", "times", "getitimer", "getrusage",
    "getrlimit", "ugetrlimit", "prlimit64", "setrlimit", "sysinfo", "uname",
    "getrandom", "getpriority"};

/* Which argument of clone the flags are (clone(2), "C library/kernel
 * differences"). */
#ifdef __s390__
enum { FLAGS_AT = 1 };
#else
enum { FLAGS_AT = 0 };
#endif

static const int families[] = {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK};

static int
allow_sockets(scmp_filter_ctx filter)
{
	int call = SCMP_SYS(socket);

	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++)
		if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1,
			SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)families[i])) < 0)
			return -1;
	return 0;
}

/* Threads, and no processes. Of clone3 the flags cannot be seen: it is one of
 * those that fail, upon which the library takes clone. */
static int
allow_threads(scmp_filter_ctx filter)
{
	const scmp_datum_t thread = CLONE_VM | CLONE_THREAD;

	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
	    SCMP_CMP(FLAGS_AT, SCMP_CMP_MASKED_EQ, thread, thread));
}

/* To itself: older kernels have no Landlock that sees to that. */
static int
allow_signals(scmp_filter_ctx filter)
{
	const struct scmp_arg_cmp own =
	    SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid());

	if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(kill), 1, own) <
	    0)
		return -1;
	return seccomp_rule_add(
	    filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, own);
}

static int
allow_calls(scmp_filter_ctx filter)
{
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		int call = seccomp_syscall_resolve_name(calls[i]);

		if (call != __NR_SCMP_ERROR &&
		    seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) < 0)
			return -1;
	}
	return 0;
}

int
confine_calls(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
	int result = -1;

	if (!filter)
		return -1;
	if (allow_calls(filter) == 0 && allow_sockets(filter) == 0 &&
	    allow_threads(filter) == 0 && allow_signals(filter) == 0 &&
	    seccomp_load(filter) == 0)
		result = 0;
	seccomp_release(filter);
	return result;
}

#else

int
confine_calls(void)
{
	return -1;
}

#endif
