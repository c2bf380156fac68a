import type { Host, HostException, Mount, Parser } from '@stream-token/conformance'
import type { LoadException } from './exceptions/load.js'

const PARSERS: readonly Parser[] = ['none', 'parsed', 'raw']
const MOUNTS: readonly Mount[] = ['root', 'prefix', 'nested']

const READ_ONCE =
  'A Web Request is read once, by whom it is handed to: there is no parser before the endpoint.'

/** Why set-ups of a host do not exist. */
const ABSENT: Readonly<Record<string, string>> = {
  'node:http': 'Node itself has neither parsers nor mounts.',
  hono: READ_ONCE,
  bun: READ_ONCE,
  deno: READ_ONCE,
  workerd: READ_ONCE,
  'next app': 'A route handler gets an unread Web Request.',
  'next edge': "As in the App Router; the root of the app under test is the App Router's.",
  'next pages': 'API routes live below /api, and Next has one parser, of text and JSON alike.',
}

/** What the suites cannot ask of an app that runs in a process of its own: they can hand it nothing. */
const APART = `The apps of Next, Bun, Deno and workerd run in processes of their own and hold the settings of the routes' cases, named by a segment
of the path. \`verifySuite\` hands over secrets, clocks and stores of its own, and \`soakSuite\` reads the heap of its own process: both are
n/a there.

All apps are given a store of revocations. On Edge and Workers, where each request may meet another instance, an app without one
answers 500 \`config_invalid\` to \`POST /revocations\`: there these rows would be n/a.`

const cellOf = (
  { cells }: Host,
  parser: Parser,
  mount: Mount,
  all: number,
  own: readonly HostException[],
): string => {
  if (!cells.some(cell => cell.parser === parser && cell.mount === mount)) return 'n/a'
  const excepted = own
    .filter(({ parsers, mounts }) => parsers?.includes(parser) !== false && mounts?.includes(mount) !== false)
    .reduce((sum, { cases }) => sum + cases.length, 0)
  return `${all - excepted} + ${excepted}`
}

/** Writes the page on how alike the hosts answer, from what their tests hold them to. */
export function behaviourPage(
  hosts: readonly Host[],
  exceptions: readonly HostException[],
  underLoad: readonly LoadException[],
  cases: number,
): string {
  const cells = PARSERS.flatMap(parser => MOUNTS.map(mount => ({ parser, mount })))
  const row = (columns: readonly string[]): string => `| ${columns.join(' | ')} |`
  const ownOf = ({ name }: Host): readonly HostException[] =>
    exceptions.filter(one => one.hosts.includes(name))
  const rows = hosts.map(host =>
    row([host.name, ...cells.map(({ parser, mount }) => cellOf(host, parser, mount, cases, ownOf(host)))]),
  )
  const absent = hosts.flatMap(({ name }) => (name in ABSENT ? [`- ${name}: ${ABSENT[name]}`] : []))
  const listed = exceptions.map(one =>
    row([
      one.hosts.join(', '),
      one.parsers?.join(', ') ?? 'any',
      one.mounts?.join(', ') ?? 'any',
      one.cases.map(id => `\`${id}\``).join(', '),
      `${one.status === 0 ? 'none' : one.status}${one.isRace ? ', or as everywhere' : ''}`,
      one.why,
    ]),
  )
  const left = underLoad.map(({ hosts, faults, why }) => row([hosts.join(', '), faults.join(', '), why]))
  return `# The same answer in every framework

Each of ${cases} requests is sent to each framework, in each way of reading bodies and of mounting that exists there. Compared are
the status, the body, \`content-type\`, \`cache-control\`, \`allow\`, \`www-authenticate\`, \`retry-after\`, the headers of CORS, and that
\`vary\` names what ours must. The first number counts requests answered as everywhere, the second those that the framework or its
parser answers first, or changes on the way; each of these is listed below, and tested. A few that take long are sent at one mount only.

${row(['host', ...cells.map(({ parser, mount }) => `${parser}, ${mount}`)])}
${row(['---', ...cells.map(() => '---')])}
${rows.join('\n')}

Not there (n/a):

${absent.join('\n')}

${APART}

## What frameworks answer themselves

${row(['hosts', 'body', 'mount', 'requests', 'answer', 'why'])}
${row(['---', '---', '---', '---', '---', '---'])}
${listed.join('\n')}

## What frameworks do when the client has left

Under load clients leave at any moment, and nothing may be written to a response that is closed. But for these nothing is.

${row(['hosts', 'what', 'why'])}
${row(['---', '---', '---'])}
${left.join('\n')}
`
}
