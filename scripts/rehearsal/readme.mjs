import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { markdownFences } from '../fences.mjs'
import { loadPacked } from '../load-packed.mjs'
import { publishedPackages } from '../packed-project.mjs'
import { groupProblems } from './releases.mjs'

const FREE_PORT = fileURLToPath(new URL('free-port.mjs', import.meta.url))

/**
 * What the README leaves to the reader: a runner and a compiler, types of packages without their own, and Next, which needs
 * the compiler's API. TypeScript 7 has none yet.
 */
const ALSO = [
  'tsx',
  'typescript@5',
  '@types/node@20',
  '@types/express',
  '@types/express-session',
  '@types/koa',
  '@types/koa-session',
  'next',
]

const tsconfig = {
  compilerOptions: {
    target: 'es2022',
    lib: ['es2023', 'dom', 'dom.iterable'],
    module: 'esnext',
    moduleResolution: 'bundler',
    moduleDetection: 'force',
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: ['node'],
  },
  files: ['express.ts', 'koa.ts', 'app/api/stream/[...stream]/route.ts', 'client.ts'],
}

const importsOf = code => [...code.matchAll(/from '((?:@[^/']+\/)?[^/']+)[^']*'/g)].map(([, name]) => name)

/** The examples of the README as files: `{ path, code }` each, by what they import. */
export function readmeFiles(readme) {
  const route = /^Next\.js, in `([^`]+)`/m.exec(readme)?.[1]
  const paths = {
    '@stream-token/express': 'express.ts',
    '@stream-token/koa': 'koa.ts',
    '@stream-token/next': route,
  }
  return markdownFences(readme).map(({ code }) => {
    const own = importsOf(code).find(name => Object.hasOwn(paths, name))
    return { path: own ? paths[own] : 'client.ts', code }
  })
}

/** The packages that the README says to install, and those that its examples import. */
export function readmePackages(readme) {
  const [install] = markdownFences(readme, ['sh'])
  const named = install.code.match(/@stream-token\/[\w-]+/g) ?? []
  const imported = markdownFences(readme).flatMap(({ code }) => importsOf(code))
  return [...new Set([...named, ...imported])]
}

/** Makes an empty project and installs all that is published, and what the README names, from the registry. */
export async function installReadme({ clone, place, version, commands, environments }) {
  const names = publishedPackages(clone.place).map(({ manifest }) => manifest.name)
  const named = readmePackages(readFileSync(join(clone.place, 'README.md'), 'utf8'))
  mkdirSync(place)
  writeFileSync(join(place, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  const packages = [...new Set([...names, ...named, ...ALSO])]
  const options = { cwd: place, env: environments.stranger }
  await commands.run('npm', ['install', '--loglevel=error', ...packages], options)
  const manifests = names.map(name =>
    JSON.parse(readFileSync(join(place, 'node_modules', name, 'package.json'), 'utf8')),
  )
  const problems = [...groupProblems(manifests, version), ...loadPacked(place, manifests)]
  if (problems.length > 0) throw new Error(problems.join('\n'))
}

const servers = [
  { name: 'express', args: ['--import', 'tsx', '--import', FREE_PORT, 'express.ts'], path: '/stream/token' },
  { name: 'koa', args: ['--import', 'tsx', '--import', FREE_PORT, 'koa.ts'], path: '/stream/token' },
  {
    name: 'next',
    args: ['node_modules/next/dist/bin/next', 'dev', '--port', '0'],
    path: '/api/stream/token',
  },
]

/** Compiles the README's examples and starts each server. It must refuse a token to a request without a session. */
export async function readmeExamples({ clone, place, commands, environments }) {
  const files = readmeFiles(readFileSync(join(clone.place, 'README.md'), 'utf8'))
  for (const { path, code } of files) {
    mkdirSync(dirname(join(place, path)), { recursive: true })
    writeFileSync(join(place, path), code)
  }
  const secret = crypto.randomUUID()
  const stream = { STREAM_API_KEY: 'rehearsal', STREAM_API_SECRET: secret, SESSION_SECRET: secret }
  const options = { cwd: place, env: { ...environments.stranger, ...stream } }
  writeFileSync(join(place, 'tsconfig.json'), JSON.stringify(tsconfig))
  await commands.run('node', ['node_modules/typescript/bin/tsc', '-p', '.', '--pretty', 'false'], options)
  for (const { name, args, path } of servers) {
    const { port, stop } = await commands.serve('node', args, options)
    try {
      const { status } = await fetch(`http://localhost:${port}${path}`, { method: 'POST' })
      if (status !== 401) throw new Error(`the example for ${name} responded ${status}, not 401`)
    } finally {
      await stop()
    }
  }
}
