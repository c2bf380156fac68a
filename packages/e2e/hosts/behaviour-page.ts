import type { Host, HostException, Mount, Parser } from '@stream-token/conformance'
import { TokenProviderError } from '@stream-token/core'
import { problemReply } from '@stream-token/core/adapter'
import type { LoadException } from './exceptions/load.js'

const PARSERS: readonly Parser[] = ['none', 'parsed', 'raw']
const MOUNTS: readonly Mount[] = ['root', 'prefix', 'nested']

const READ_ONCE = 'The body of a Web `Request` can be read only once, so no parser runs before the endpoint.'

/** Why some set-ups of a host do not exist. */
const ABSENT: Readonly<Record<string, string>> = {
  'node:http': 'Node itself has no parsers and no mounts.',
  hono: READ_ONCE,
  bun: READ_ONCE,
  deno: READ_ONCE,
  workerd: READ_ONCE,
  'next app': 'A route handler receives a Web `Request` whose body is unread.',
  'next edge': 'As in the App Router. In the app under test the root belongs to the App Router.',
  'next pages': 'API routes exist only below `/api`, and Next has a single parser, for text and JSON.',
}

/** A request of a user who is not signed in, and the standard response. */
function exampleOf(): string {
  const { status, headers, body } = problemReply(new TokenProviderError('unauthenticated'))
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [
    'POST /stream/token HTTP/1.1',
    'host: app.example',
    '',
    `HTTP/1.1 ${status} Unauthorized`,
    ...lines,
    '',
    body,
  ].join('\n')
}

/** The limits of the comparison. */
const LIMITS = `Notes:

- Bun, Deno, workerd and Next run their apps in separate processes. \`verifySuite\` and \`soakSuite\` do not run there: the one passes
  secrets, clocks and stores to the app, and the other measures the heap of its own process.
- All apps have a revocation store. Without one, an app on Edge or Workers responds 500 \`config_invalid\` to \`POST /revocations\`, because
  its instances share no memory.`

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

/** Creates the page that compares the responses of the hosts, from the exceptions that their tests allow. */
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
      `${one.status === 0 ? 'none' : one.status}${one.isRace ? ', or the standard response' : ''}`,
      one.why,
    ]),
  )
  const writes = underLoad.map(({ hosts, errors, why }) => row([hosts.join(', '), errors.join(', '), why]))
  return `# Behaviour by framework

The endpoint, token handlers and the guards respond alike on every framework. This page shows how far that goes, and lists every request for
which a framework responds itself or changes the request first. The tests verify every line of it.

For example, this is a request without a signed-in user, and the standard response:

\`\`\`http
${exampleOf()}
\`\`\`

## How to read the table

The tests send the same ${cases} requests to each framework. In each cell, the first number counts the requests that got the standard
response, and the second those listed under [Exceptions](#exceptions). \`${cases - 10} + 10\` means: ${cases - 10} requests got the standard response and 10 did
not. \`n/a\` means that the framework does not support the combination.

Each column is one set-up:

- Body: \`none\` (no parser before the endpoint), \`parsed\` (a parser for JSON, forms and text) or \`raw\` (a parser that keeps the bytes).
- Mount: \`root\`, \`prefix\` (one path prefix) or \`nested\` (two nested prefixes).

Two responses are alike if they have the same status, body, \`content-type\`, \`cache-control\`, \`allow\`, \`www-authenticate\`, \`retry-after\` and
CORS headers, and if \`vary\` contains the required names. A few slow requests are sent to one mount only.

## Results

${row(['host', ...cells.map(({ parser, mount }) => `${parser}, ${mount}`)])}
${row(['---', ...cells.map(() => '---')])}
${rows.join('\n')}

Why a cell is \`n/a\`:

${absent.join('\n')}

${LIMITS}

## Exceptions

In these cases the framework, its parser or its HTTP server responds first or changes the request. The status \`none\` means that the
connection ends without a response.

${row(['hosts', 'body', 'mount', 'requests', 'status', 'reason'])}
${row(['---', '---', '---', '---', '---', '---'])}
${listed.join('\n')}

## Writes after the client has left

Under load, clients leave at any moment, and nothing should be written to a closed response. The exceptions:

${row(['hosts', 'event', 'reason'])}
${row(['---', '---', '---'])}
${writes.join('\n')}
`
}
