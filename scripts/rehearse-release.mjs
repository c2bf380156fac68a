import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { cloneRepository } from './rehearsal/clone.mjs'
import { createCommands } from './rehearsal/commands.mjs'
import { createEnvironments, uplinkOf } from './rehearsal/environments.mjs'
import { exampleNames, followExample } from './rehearsal/examples.mjs'
import { plants } from './rehearsal/plants.mjs'
import { installReadme, readmeExamples } from './rehearsal/readme.mjs'
import { startRegistry } from './rehearsal/registry.mjs'
import * as releases from './rehearsal/releases.mjs'

// Releases the committed state twice to a registry of its own on loopback, and uses what it has published there as
// a stranger would. --plants also puts into each step what must make it fail. Everything happens in a temporary folder.
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const { values } = parseArgs({ options: { plants: { type: 'boolean', default: false } } })

if (execFileSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' }) !== '')
  console.log('The working tree has changes, which are left out: only what is committed is released.')

let steps = 0
const logPath = () => join(home, 'logs', `${steps}.log`)
const readLog = () => readFileSync(logPath(), { encoding: 'utf8', flag: 'a+' })
const commands = createCommands(logPath)
let stopped = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    stopped = true
    commands.stopAll()
  })

const home = realpathSync(mkdtempSync(join(tmpdir(), 'stream-token-rehearsal-')))
mkdirSync(join(home, 'logs'))
const state = { root, home, place: join(home, 'project'), commands, version: '' }
let registryLog

const seconds = since => ((performance.now() - since) / 1000).toFixed(1).padStart(6)

async function step(name, act) {
  steps += 1
  const started = performance.now()
  try {
    await act(state)
  } catch (error) {
    console.log(`${seconds(started)} s  ${name}  FAILED`)
    throw error
  }
  console.log(`${seconds(started)} s  ${name}`)
}

/** Plants a cause, expects the step to fail with it, and removes it again. */
async function expectFailure(act, { plant, finds }) {
  const restore = [await state.clone.keep(), state.registry.keep()]
  const { version } = state
  await plant(state)
  const failure = await act(state).then(
    () => 'it passed',
    error => `${error.message}\n${readLog()}`,
  )
  if (!finds.test(failure)) throw new Error(`the planted cause was not found: ${finds}\n${failure}`)
  state.version = version
  for (const each of restore) await each()
}

/** Runs a step. With --plants, first plants each cause, and expects that `planted`, or else the step, fails. */
async function stepWithPlants(name, act, planted = act) {
  for (const each of values.plants ? (plants[planted.name] ?? []) : [])
    await step(`${name}: finds ${each.name}`, () => expectFailure(planted, each))
  await step(name, act)
}

async function rehearse() {
  await step('registry', async () => {
    state.environments = createEnvironments(root, home, process.env)
    registryLog = openSync(join(home, 'registry.log'), 'a')
    const options = { commands, env: process.env, log: registryLog }
    state.registry = await startRegistry(join(home, 'registry'), uplinkOf(process.env), options)
    state.environments.useRegistry(state.registry)
  })
  await step('clone', async () => {
    const options = { commands, env: state.environments.releaser, own: process.env }
    state.clone = await cloneRepository(root, join(home, 'clone'), options)
  })
  await stepWithPlants('first release', releases.firstRelease)
  await step('a changeset for one package', releases.changeOnePackage)
  await stepWithPlants('second release, killed and completed', releases.killedRelease, releases.secondRelease)
  await step('nothing to release', releases.emptyRelease)
  await step('README: install', installReadme)
  await stepWithPlants('README: Express, Koa, Next and the client', readmeExamples)
  for (const name of exampleNames(state.clone.place))
    await step(`examples/${name}`, () => followExample(state, name))
}

const started = performance.now()
try {
  await rehearse()
} catch (error) {
  process.exitCode = 1
  if (!stopped) {
    const registry = readFileSync(join(home, 'registry.log'), { encoding: 'utf8', flag: 'a+' })
    console.error(`\n${readLog()}\nThe registry:\n${registry}\n${error.stack}`)
  }
} finally {
  commands.stopAll()
  await state.registry?.stop()
  if (registryLog !== undefined) closeSync(registryLog)
  rmSync(home, { recursive: true, force: true, maxRetries: 3 })
}
console.log(`${seconds(started)} s  total`)
