// SPDX-License-Identifier: GPL-3.0-or-later
// A bot made of irc-framework, for tests/screen/framework.c:
//
//	node framework.js HOST PORT NICK
//
// What happens is printed, one JSON object a line: the event, and those of
// its properties that are named below. A line of input is a method of the
// library's client and its arguments; the last one may begin with a colon and
// contain blanks. `reply TARGET :TEXT` answers the last message there was.
'use strict';

const readline = require('readline');
const IRC = require('irc-framework');

const SHOWN = {
	registered: ['nick'],
	join: ['nick', 'channel', 'gecos'],
	part: ['nick', 'channel', 'message'],
	quit: ['nick', 'message'],
	kick: ['nick', 'kicked', 'channel', 'message'],
	nick: ['nick', 'new_nick'],
	'nick in use': ['nick', 'reason'],
	topic: ['nick', 'channel', 'topic'],
	mode: ['nick', 'target', 'raw_modes', 'raw_params'],
	'channel info': ['channel', 'raw_modes', 'raw_params'],
	userlist: ['channel', 'users'],
	wholist: ['target', 'users'],
	banlist: ['channel', 'bans'],
	whois: ['nick', 'ident', 'hostname', 'real_name', 'channels', 'away',
		'error'],
	whowas: ['nick', 'error'],
	away: ['nick', 'message'],
	back: ['nick'],
	'users online': ['nicks'],
	'users offline': ['nicks'],
	monitorList: ['nicks'],
	privmsg: ['nick', 'target', 'message'],
	notice: ['nick', 'target', 'message'],
	action: ['nick', 'target', 'message'],
	tagmsg: ['nick', 'target', 'typing'],
	invited: ['nick', 'invited', 'channel'],
	'user updated': ['nick', 'new_gecos'],
	'irc error': ['error', 'channel', 'nick', 'reason'],
	'channel list': null,
};

const LISTED = ['nick', 'modes', 'away', 'real_name', 'banned'];

const client = new IRC.Client();
let answered;

function pick(from, keys)
{
	const to = {};

	for (const key of keys) {
		if (from[key] !== undefined && from[key] !== '')
			to[key] = from[key];
	}
	return to;
}

function shown(value)
{
	if (!Array.isArray(value))
		return value;
	return value.map((entry) => typeof entry === 'object' ?
		pick(entry, LISTED) : entry);
}

function print(event, values)
{
	const line = { event };

	for (const key of SHOWN[event] || []) {
		if (values[key] !== undefined)
			line[key] = shown(values[key]);
	}
	console.log(JSON.stringify(line));
}

client.use((_, __, parsed) => parsed.use((event, values, ___, next) => {
	if (event === 'privmsg')
		answered = values.tags.msgid;
	if (event === 'tagmsg')
		values.typing = values.tags['+typing'];
	if (event in SHOWN)
		print(event, values);
	next();
}));

const commands = {
	reply: (target, text) =>
		client.say(target, text, { '+draft/reply': answered }),
};

function run(line)
{
	const [words, text] = line.split(/ :(.*)/);
	const [name, ...args] = words.split(' ');

	if (text !== undefined)
		args.push(text);
	if (commands[name])
		commands[name](...args);
	else
		client[name](...args);
}

readline.createInterface({ input: process.stdin }).on('line', run);
client.on('close', () => process.exit(0));
client.connect({
	host: process.argv[2],
	port: Number(process.argv[3]),
	nick: process.argv[4],
	username: 'bot',
	gecos: 'A bot of irc-framework',
	auto_reconnect: false,
	enable_chghost: true,
	enable_echomessage: true,
	enable_setname: true,
});
