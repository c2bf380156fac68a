import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, sep } from 'node:path'

const ask = (program, args, env) => execFileSync(program, args, { encoding: 'utf8', env }).trim()

/** The registry that npm uses on this machine, for the packages of others. */
export const uplinkOf = env => ask('npm', ['config', 'get', 'registry'], env)

/**
 * The environments of a rehearsal: that of the person who releases, and that of a stranger. Both have an empty HOME and
 * nothing else of this machine's settings. They share pnpm's store, so that a release fetches nothing twice.
 */
export function createEnvironments(root, home, env) {
  const store = dirname(ask('pnpm', ['store', 'path'], env))
  const folder = name => {
    mkdirSync(join(home, name))
    return join(home, name)
  }
  const shared = {
    PATH: env.PATH.split(delimiter)
      .filter(path => !path.startsWith(root + sep))
      .join(delimiter),
    LANG: 'C.UTF-8',
    TMPDIR: folder('tmp'),
    TURBO_TELEMETRY_DISABLED: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    npm_config_cache: join(home, 'npm-cache'),
    npm_config_update_notifier: 'false',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
  }
  const git = { NAME: 'Rehearsal', EMAIL: 'rehearsal@example.com' }
  const identity = Object.entries(git).flatMap(([key, value]) => [
    [`GIT_AUTHOR_${key}`, value],
    [`GIT_COMMITTER_${key}`, value],
  ])
  const releaser = { ...shared, ...Object.fromEntries(identity), HOME: folder('releaser') }
  const pnpm = join(releaser.HOME, '.config', 'pnpm')
  mkdirSync(pnpm, { recursive: true })
  // Not in the environment: npm would warn about a setting that it does not know.
  writeFileSync(join(pnpm, 'rc'), `store-dir=${store}\n`)
  const stranger = { ...shared, HOME: folder('stranger') }
  return {
    releaser,
    stranger,
    /** Makes npm use the registry, in both; only the releaser may publish there. */
    useRegistry({ url, token }) {
      for (const each of [releaser, stranger]) each.npm_config_registry = url
      writeFileSync(join(releaser.HOME, '.npmrc'), `${url.replace('http:', '')}:_authToken=${token}\n`)
    },
  }
}
