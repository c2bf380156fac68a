import { demoUsers } from './demo-users.js'
import { type CreateApp, type Demo, startDemo } from './start-demo.js'

/** Runs a demo as a program: on `PORT` or 3000, with two lines to try it by, until it is told to stop. */
export async function runDemo(createApp: CreateApp): Promise<void> {
  const demo = await startDemo(createApp, Number(process.env.PORT ?? 3000))
  const stop = (): void => {
    // Not process.exit(): when both have closed, nothing is left to run, and the exit code is 0.
    demo.close().catch(fail)
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)

  console.log(`
The page, against a local emulator of Stream (${demo.streamUrl}):
${demo.url}

A token for the session in this cookie, and for nobody else:
curl -s -X POST ${demo.url}/stream/token -H 'Cookie: ${await signInCookie(demo)}'
`)
}

/** Signs in as the page does, so that the cookie is one that the app itself has signed. */
async function signInCookie(demo: Demo): Promise<string> {
  const response = await fetch(`${demo.url}/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ user: demoUsers[0]?.id }),
  })
  if (!response.ok) throw new Error(`The demo could not sign in by itself: ${response.status}.`)
  const cookies = response.headers.getSetCookie().map(cookie => cookie.split(';', 1)[0])
  return cookies.join('; ')
}

function fail(error: unknown): void {
  console.error(error)
  process.exitCode = 1
}
