import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** The script of the `next` command. */
export const nextScript = pathToFileURL(createRequire(import.meta.url).resolve('next/dist/bin/next'))

/** The folder of the Next app. */
export const nextFolder = fileURLToPath(new URL('../../next', import.meta.url))

let built = false

/** Builds the app once per run, and only if a bench needs it. */
export function buildNext(): void {
  if (built) return
  console.log('\nnext build …')
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [fileURLToPath(nextScript), 'build', nextFolder],
    { env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }, encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`next build failed: ${stdout}${stderr}`)
  built = true
}
