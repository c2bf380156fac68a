import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { onTestFinished } from 'vitest'
import type { createMirror } from '../../src/index.js'

const PACKAGE = fileURLToPath(new URL('../../', import.meta.url))

/** A mistake in the sources: what to replace in one file, by what, and from which schedule on to search for it. */
export type Mistake = readonly [name: string, file: string, right: string, wrong: string, first: number]

/** Copies the sources, plants a mistake in the copy, and returns its `createMirror`. */
export async function plantMistake([, file, right, wrong]: Mistake): Promise<typeof createMirror> {
  // Inside the package, so that its dependencies are found.
  const copy = mkdtempSync(join(PACKAGE, '.planted-'))
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }))
  cpSync(join(PACKAGE, 'src'), copy, { recursive: true })
  const place = join(copy, file)
  const source = readFileSync(place, 'utf8')
  if (source.split(right).length !== 2) throw new Error(`${file} does not contain once: ${right}`)
  writeFileSync(
    place,
    source.replace(right, () => wrong),
  )
  const planted = (await import(pathToFileURL(join(copy, 'index.ts')).href)) as {
    readonly createMirror: typeof createMirror
  }
  return planted.createMirror
}
