import { buildNext, nextFolder, nextScript } from './next-build.js'

/** A framework whose apps are measured. */
export interface Framework {
  readonly name: string
  /** The command that starts the app of a bench that is written in one way. */
  command(bench: 'route' | 'guard', way: string): { readonly script: URL; readonly args: readonly string[] }
  /** The path of that app's route. */
  path(bench: 'route' | 'guard', way: string): string
  /** By bench: a bare app whose route has the same form as ours, where that form has a price of its own. */
  readonly twins?: Readonly<Record<'route' | 'guard', { readonly way: string; readonly text: string }>>
}

const serve = new URL('serve.js', import.meta.url)

/** A framework whose apps are in `apps/`: one file per bench, which contains all its ways. */
function served(name: string, folder: string): Framework {
  return {
    name,
    command: (bench, way) => ({ script: serve, args: [`${folder}-${bench}`, way] }),
    path: bench => (bench === 'route' ? '/stream/token' : '/me'),
  }
}

export const express = served('Express 5', 'express')
export const koa = served('Koa 3', 'koa')
export const node = served('node:http', 'node')

/** One build contains a file for each way. Each way runs in a server of its own. */
export const next: Framework = {
  name: 'Next 16, App Router',
  command() {
    buildNext()
    const args = ['--hostname', '127.0.0.1', '--port', '0', '--keepAliveTimeout', '60000']
    return { script: nextScript, args: ['start', nextFolder, ...args] }
  },
  path: (bench, way) => (bench === 'route' ? `/${way}/token` : `/guard/${way}`),
  twins: {
    route: { way: 'catch-all', text: 'a fixed response in a catch-all route, as ours is' },
    guard: { way: 'header', text: 'no guard, but the handler reads a header, as ours does' },
  },
}
