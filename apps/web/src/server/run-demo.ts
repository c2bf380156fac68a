import { demoUsers } from './demo-users.js'
import { type CreateApp, type Demo, startDemo } from './start-demo.js'

/** Runs a demo as a program on `PORT` or 3000 until SIGINT or SIGTERM; prints its URL and a curl line. */
export async function runDemo(createApp: CreateApp): Promise<void> {
  const demo = await startDemo(createApp, Number(process.env.PORT ?? 3000))
  const stop = (): void => {
    // No process.exit(): once the server and the emulator have closed, the process ends with exit code 0.
    demo.close().catch(fail)
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)

  console.log(`
The demo page, with a local Stream emulator (${demo.streamUrl}):
${demo.url}

Request a token for the session in this cookie:
curl -s -X POST ${demo.url}/stream/token -H 'Cookie: ${await signInCookie(demo)}' -w '\\n'
`)
}

/** Signs in as the page does, to get a cookie that the app has signed. */
async function signInCookie(demo: Demo): Promise<string> {
  const response = await fetch(`${demo.url}/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ user: demoUsers[0]?.id }),
  })
  if (!response.ok) throw new Error(`The demo could not sign in: status ${response.status}.`)
  const cookies = response.headers.getSetCookie().map(cookie => cookie.split(';', 1)[0])
  return cookies.join('; ')
}

function fail(error: unknown): void {
  console.error(error)
  process.exitCode = 1
}
