import { buildNext, nextFolder, nextScript } from './next-build.js'

/** A framework that apps are measured in. */
export interface Framework {
  readonly name: string
  /** What starts one of its apps: the bench that it is for, and the way in which it is written. */
  command(bench: 'route' | 'guard', way: string): { readonly script: URL; readonly args: readonly string[] }
  /** Where that app answers. */
  path(bench: 'route' | 'guard', way: string): string
}

const serve = new URL('serve.js', import.meta.url)

/** A framework whose apps are files of `apps/`, each with all the ways of one bench side by side. */
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

/** One build with a file a way; each runs in a server that is asked for nothing else. */
export const next: Framework = {
  name: 'Next 16, App Router',
  command() {
    buildNext()
    const args = ['--hostname', '127.0.0.1', '--port', '0', '--keepAliveTimeout', '60000']
    return { script: nextScript, args: ['start', nextFolder, ...args] }
  },
  path: (bench, way) => (bench === 'route' ? `/${way}/token` : `/guard/${way}`),
}
