/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/sock_owner.h"

#include <errno.h>

#ifdef __linux__

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAPPED_LEN = 12, ANSWER_MAX = 8192 };

/* One end of a connection; IPv4 stands as IPv6 does for it. */
struct end {
	uint8_t address[16];
	in_port_t port; /* as on the wire */
};

struct query {
	struct nlmsghdr head;
	struct inet_diag_req_v2 ask;
};

static const uint8_t mapped[MAPPED_LEN] = {[10] = 0xff, [11] = 0xff};

static void
end_from_ipv4(struct end *e, const void *address)
{
	memcpy(e->address, mapped, MAPPED_LEN);
	memcpy(e->address + MAPPED_LEN, address, sizeof(struct in_addr));
}

static bool
end_is_ipv4(const struct end *e)
{
	return !memcmp(e->address, mapped, MAPPED_LEN);
}

static bool
end_is_loopback(const struct end *e)
{
	if (end_is_ipv4(e))
		return e->address[MAPPED_LEN] == IN_LOOPBACKNET;
	return !memcmp(e->address, &in6addr_loopback, sizeof(e->address));
}

static bool
end_read(struct end *e, const struct sockaddr_storage *ss)
{
	const struct sockaddr_in *in = (const struct sockaddr_in *)ss;
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)ss;

	if (ss->ss_family == AF_INET) {
		end_from_ipv4(e, &in->sin_addr);
		e->port = in->sin_port;
	} else if (ss->ss_family == AF_INET6) {
		memcpy(e->address, &in6->sin6_addr, sizeof(e->address));
		e->port = in6->sin6_port;
	} else {
		return false;
	}
	return end_is_loopback(e);
}

static bool
both_ends(int fd, struct end *own, struct end *peer)
{
	struct sockaddr_storage ss = {0};
	socklen_t len = sizeof(ss);

	if (getsockname(fd, (struct sockaddr *)&ss, &len) < 0 ||
	    !end_read(own, &ss))
		return false;
	len = sizeof(ss);
	return getpeername(fd, (struct sockaddr *)&ss, &len) == 0 &&
	    end_read(peer, &ss);
}

/* From the side of whom we ask for: the peer's end is its own one. */
static void
query_make(struct query *q, const struct end *own, const struct end *peer)
{
	size_t from = end_is_ipv4(own) ? MAPPED_LEN : 0;
	size_t len = sizeof(own->address) - from;
	struct inet_diag_sockid *id = &q->ask.id;

	memset(q, 0, sizeof(*q));
	q->head.nlmsg_len = sizeof(*q);
	q->head.nlmsg_type = SOCK_DIAG_BY_FAMILY;
	q->head.nlmsg_flags = NLM_F_REQUEST;
	q->ask.sdiag_family = from ? AF_INET : AF_INET6;
	q->ask.sdiag_protocol = IPPROTO_TCP;
	q->ask.idiag_states = 1U << TCP_ESTABLISHED;
	id->idiag_sport = peer->port;
	id->idiag_dport = own->port;
	memcpy(id->idiag_src, peer->address + from, len);
	memcpy(id->idiag_dst, own->address + from, len);
	id->idiag_cookie[0] = id->idiag_cookie[1] =
	    (uint32_t)INET_DIAG_NOCOOKIE;
}

static bool
end_equals(
    const struct end *e, uint8_t family, const void *address, in_port_t port)
{
	struct end other = {.port = port};

	if (family == AF_INET)
		end_from_ipv4(&other, address);
	else
		memcpy(other.address, address, sizeof(other.address));
	return e->port == port &&
	    !memcmp(e->address, other.address, sizeof(other.address));
}

/* The kernel also gives who listens at that port, and what is left of a closed
 * socket (uid 0, no inode). */
static bool
is_peer(const struct inet_diag_msg *m, const struct end *own,
    const struct end *peer)
{
	return m->idiag_state == TCP_ESTABLISHED && m->idiag_inode != 0 &&
	    end_equals(
		peer, m->idiag_family, m->id.idiag_src, m->id.idiag_sport) &&
	    end_equals(
		own, m->idiag_family, m->id.idiag_dst, m->id.idiag_dport);
}

/* The kernel's answer, and nobody else's; its length or -1. */
static ssize_t
ask(int fd, const struct query *q, void *answer, size_t room)
{
	struct sockaddr_nl kernel = {.nl_family = AF_NETLINK}, from = {0};
	socklen_t len = sizeof(from);
	ssize_t n;

	if (sendto(fd, q, sizeof(*q), 0, (struct sockaddr *)&kernel,
		sizeof(kernel)) < 0)
		return -1;
	n = recvfrom(
	    fd, answer, room, MSG_DONTWAIT, (struct sockaddr *)&from, &len);
	return n >= 0 && from.nl_pid == 0 ? n : -1;
}

static bool
look_up(int fd, const struct end *own, const struct end *peer, uid_t *uid)
{
	union {
		struct nlmsghdr head;
		char room[ANSWER_MAX];
	} answer;
	const struct inet_diag_msg *m = NLMSG_DATA(&answer.head);
	struct query q;
	ssize_t n;

	query_make(&q, own, peer);
	n = ask(fd, &q, &answer, sizeof(answer));
	if (n < (ssize_t)NLMSG_LENGTH(sizeof(*m)) ||
	    answer.head.nlmsg_type != SOCK_DIAG_BY_FAMILY ||
	    !is_peer(m, own, peer))
		return false;
	*uid = m->idiag_uid;
	return true;
}

/* While ours is connected nobody else's has these two ends, so that what was
 * found before this was asked is our peer's. */
static bool
still_connected(int fd)
{
	struct tcp_info info = {0};
	socklen_t len = sizeof(info);

	return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) == 0 &&
	    info.tcpi_state == TCP_ESTABLISHED;
}

int
sock_owner(int fd, uid_t *uid)
{
	struct end own = {.port = 0}, peer = {.port = 0};
	bool found;
	uid_t who = 0;
	int nl;

	if (!both_ends(fd, &own, &peer)) {
		errno = EOPNOTSUPP;
		return -1;
	}
	nl = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	if (nl < 0)
		return -1;
	found = look_up(nl, &own, &peer, &who) && still_connected(fd);
	close(nl);
	if (!found) {
		errno = ENOENT;
		return -1;
	}
	*uid = who;
	return 0;
}

#else

int
sock_owner(int fd, uid_t *uid)
{
	(void)fd;
	(void)uid;
	errno = EOPNOTSUPP;
	return -1;
}

#endif
