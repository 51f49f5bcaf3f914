/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/pipe/piped.h"
#include "tests/screen/script.h"

static struct script s;

/* The server by script is come to, welcomes and lets into #c. */
static void
welcome(const char *caps)
{
	int small = 16384;

	s.peer = peer_over(accept(s.listener, NULL, NULL), "foreign");
	setsockopt(
	    s.peer->watch.fd, SOL_SOCKET, SO_SNDBUF, &small, sizeof(small));
	peer_expect(s.peer, "USER ada *");
	if (*caps) {
		peer_send(s.peer, ":foreign CAP * LS :%s", caps);
		peer_expect(s.peer, "CAP REQ *");
		peer_send(s.peer, ":foreign CAP * ACK :%s", caps);
	}
	peer_send(s.peer, ":foreign 001 ada :Welcome");
	peer_send(s.peer, ":foreign 422 ada :No MOTD");
	peer_expect(s.peer, "JOIN #c");
	peer_send(s.peer, ":ada!u@h JOIN #c");
}

static struct piped *
follow(const char *const *args)
{
	s = (struct script){0};
	script_listen(&s);
	return piped_at_port(s.port, "ada", args);
}

START_TEST(without_history_it_tells_what_may_be_missing_and_goes_on)
{
	struct piped *p = follow(ARGS("--tail", "#c"));

	welcome("");
	peer_send(s.peer, ":bob!u@h PRIVMSG #c :caf\xe9");
	piped_expect(p, PIPED_TIME "<bob> caf\xc3\xa9");
	ck_assert_str_eq(piped_errors(p), "");
	peer_close(s.peer);
	welcome("");
	piped_expect_error(p, "Something may be missing in #c here: ");
	peer_send(s.peer, ":bob!u@h PRIVMSG #c :two");
	piped_expect(p, PIPED_TIME "<bob> two");
	piped_signal(p, SIGTERM);
	piped_expect_exit(p, EXIT_SUCCESS);
}
END_TEST

START_TEST(without_history_since_is_told_to_be_in_vain)
{
	struct piped *p = follow(ARGS("--tail", "#c", "--since", "1h"));

	welcome("");
	piped_expect_error(p, "Something may be missing in #c here: ");
	peer_send(s.peer, ":bob!u@h PRIVMSG #c :one");
	piped_expect(p, PIPED_TIME "<bob> one");
}
END_TEST

START_TEST(without_an_id_or_an_account_these_are_null)
{
	struct piped *p = follow(ARGS("--tail", "#c", "--json"));

	welcome("message-tags server-time");
	peer_send(s.peer,
	    "@time=2026-11-26T10:00:00.5Z;+x=\\:\\s :bob!u@h PRIVMSG #c :one");
	piped_expect(p,
	    "{\"time\":\"2026-11-26T10:00:00.500Z\",\"id\":null,"
	    "\"channel\":\"#c\",\"nick\":\"bob\",\"account\":null,"
	    "\"kind\":\"message\",\"text\":\"one\",\"tags\":{\"+x\":\"; \"}}");
}
END_TEST

START_TEST(who_is_put_into_the_channel_before_the_welcome_is_over_is_there)
{
	struct piped *p = follow(ARGS("--tail", "#c"));

	s.peer = peer_over(accept(s.listener, NULL, NULL), "bouncer");
	peer_expect(s.peer, "USER ada *");
	peer_send(s.peer, ":foreign 001 ada :Welcome");
	peer_send(s.peer, ":ada!u@h JOIN #c");
	peer_send(s.peer, ":foreign 422 ada :No MOTD");
	peer_send(s.peer, ":bob!u@h PRIVMSG #c :one");
	piped_expect(p, PIPED_TIME "<bob> one");
}
END_TEST

/* One line, or as much of it as the client's end takes; false: nothing. */
static bool
give(const char *line, size_t len, size_t *done)
{
	ssize_t n = send(s.peer->watch.fd, line + *done, len - *done,
	    MSG_DONTWAIT | MSG_NOSIGNAL);

	if (n > 0)
		*done += (size_t)n;
	return n > 0 || errno == EINTR;
}

/* Until the client has read nothing for this long. */
static bool
is_full(void)
{
	struct pollfd fd = {.fd = s.peer->watch.fd, .events = POLLOUT};

	return poll(&fd, 1, 500) == 0;
}

START_TEST(without_history_a_slow_reader_makes_it_read_no_more_and_lose_nothing)
{
	enum { LINES_MAX = 100000 };
	struct piped *p = follow(ARGS("--tail", "#c"));
	char line[512], text[64];
	size_t len = 0, done = 0;
	int lines = 0;

	welcome("");
	p->watch.events = 0;
	while (lines < LINES_MAX) {
		if (done == len) {
			len = (size_t)snprintf(line, sizeof(line),
			    ":bob!u@h PRIVMSG #c :%d %0400d\r\n", lines, 0);
			lines++;
			done = 0;
		}
		if (!give(line, len, &done) && is_full())
			break;
	}
	ck_assert_int_lt(lines, LINES_MAX);
	p->watch.events = POLLIN;
	peer_raw(s.peer, line + done, len - done);
	peer_send(s.peer, ":bob!u@h PRIVMSG #c :%d last", lines++);
	for (int i = 0; i < lines; i++) {
		snprintf(text, sizeof(text), PIPED_TIME "<bob> %d *", i);
		piped_expect(p, text);
	}
	ck_assert_str_eq(piped_errors(p), "");
}
END_TEST

TALK_SUITE(pipe_tail_foreign,
    without_history_it_tells_what_may_be_missing_and_goes_on,
    without_history_since_is_told_to_be_in_vain,
    without_an_id_or_an_account_these_are_null,
    who_is_put_into_the_channel_before_the_welcome_is_over_is_there,
    without_history_a_slow_reader_makes_it_read_no_more_and_lose_nothing)
