// The program that serves the apps of one host. Its argument is the name of the host.
import { type Host, serveParent } from '@stream-token/conformance/process'

const [name = ''] = process.argv.slice(2)
const file = name.replace(' ', '').replace(':', '-')
const exported: Readonly<Record<string, Host>> = await import(`./${file}.js`)
for (const host of Object.values(exported)) serveParent(host)
