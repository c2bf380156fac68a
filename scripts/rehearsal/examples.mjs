import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { markdownFences } from '../fences.mjs'

/** The lines of a fence: without comments, those that end with a backslash together with the next. */
function linesOf(code) {
  const lines = code.replaceAll(/\\\n\s*/g, '').split('\n')
  return lines.map(line => line.replace(/(^|\s)#.*$/, '').trim()).filter(line => line !== '')
}

/** What the README of an example says to type: the commands, the last of which starts a server, and then curl lines. */
export function typedLines(readme) {
  const [commands, requests] = markdownFences(readme, ['sh']).map(({ code }) => linesOf(code))
  if (!commands || !requests)
    throw new Error('README.md needs two sh fences: the commands, and requests to the server')
  const curls = requests.filter(line => line.startsWith('curl '))
  if (curls.length === 0) throw new Error('the second sh fence of README.md has no curl line')
  return { setup: commands.slice(0, -1), server: commands.at(-1), curls }
}

export const exampleNames = root => {
  const folder = join(root, 'examples')
  if (!existsSync(folder)) return []
  return readdirSync(folder).filter(name => existsSync(join(folder, name, 'package.json')))
}

/** Copies an example to an empty folder and does what its README says. The last response must contain a token. */
export async function followExample({ clone, home, commands, environments }, name) {
  const place = join(home, `example-${name}`)
  cpSync(join(clone.place, 'examples', name), place, { recursive: true })
  const own = join(home, `example-${name}-home`)
  mkdirSync(own)
  const options = { cwd: place, env: { ...environments.stranger, HOME: own, PORT: '0' } }
  const { setup, server, curls } = typedLines(readFileSync(join(place, 'README.md'), 'utf8'))
  for (const line of setup) await commands.run('sh', ['-c', line], options)
  const { port, stop } = await commands.serve('sh', ['-c', server], options)
  try {
    let response = ''
    for (const line of curls) {
      const typed = line.replaceAll(/(localhost|127\.0\.0\.1):\d+/g, `$1:${port}`)
      response = await commands.run('sh', ['-c', typed], options)
    }
    if (!/"[\w-]+\.[\w-]+\.[\w-]+"/.test(response))
      throw new Error(`${curls.at(-1)} returned no token: ${response}`)
  } finally {
    await stop()
  }
}
