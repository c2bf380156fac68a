import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A repository that the placeholder is not, and that nobody has. */
const OWNED = 'github:rehearsal-owner/stream-token-provider'

/** A clone of the committed state, with the commands that a person runs there. */
export function createClone(place, commands, env) {
  const options = { cwd: place, env }
  const git = (...args) => commands.run('git', args, options)
  const npm = (...args) => commands.run('npm', ['run', ...args], options)

  async function commit(message) {
    await git('add', '--all')
    await git('commit', '--quiet', '--allow-empty', '--message', message)
  }

  return {
    place,
    git,
    npm,
    commit,
    startRelease: () => commands.start('npm', ['run', 'release'], options),
    /** Names the repository in the root manifest, and has all others and the pages follow. */
    async setRepository(repository) {
      const path = join(place, 'package.json')
      const manifest = { ...JSON.parse(readFileSync(path, 'utf8')), repository }
      writeFileSync(path, `${JSON.stringify(manifest, undefined, 2)}\n`)
      await npm('manifests', '--', '--write')
      await commit('chore(repo): name the repository')
    },
    /** Remembers the commit and the tags; the returned function goes back to them. What git ignores stays. */
    async keep() {
      const tags = new Set((await git('tag')).split('\n'))
      const head = (await git('rev-parse', 'HEAD')).trim()
      return async () => {
        await git('reset', '--quiet', '--hard', head)
        await git('clean', '--quiet', '-d', '--force')
        for (const tag of (await git('tag')).split('\n'))
          if (!tags.has(tag)) await git('tag', '--delete', tag)
      }
    },
  }
}

/**
 * Copies the last commit of `root` into a repository of its own in `place`, makes it somebody's own, and installs its
 * packages. The history stays behind: if it is shallow, as on many CI servers, changesets looks for the rest without end.
 */
export async function cloneRepository(root, place, { commands, env, own }) {
  await commands.run('git', ['clone', '--quiet', root, place], { cwd: root, env: own })
  rmSync(join(place, '.git'), { recursive: true })
  const clone = createClone(place, commands, env)
  await clone.git('init', '--quiet', '--initial-branch', 'main')
  await clone.commit('chore(repo): begin')
  await clone.npm('setup')
  await clone.setRepository(OWNED)
  return clone
}
