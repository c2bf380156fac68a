import type { AppSetting } from './app-settings.js'
import { exchange } from './exchange.js'
import { fillTemplate } from './fill-template.js'
import type { Cell, Host, Served } from './host.js'
import type { HttpAnswer } from './http-answer.js'
import type { RouteCase } from './route-case.js'
import { serveSetting } from './serve-setting.js'
import { TEST_USER } from './test-user.js'

/** How many seconds an answer may take. */
const PATIENCE = 5

/** The apps of one set-up of a host, and what they answer. */
export interface CellUnderTest {
  /** The app of a setting; each is served once. Default 'standard'. */
  app(setting?: AppSetting): Promise<Served>
  /** Lets the apps of cases answer once: what is loaded with a first request takes time, in which a slow body would come in. */
  warmUp(cases: readonly RouteCase[]): Promise<void>
  /** Sends cases whose answers are asked for later. */
  sendEarly(cases: readonly RouteCase[]): Promise<void>
  answerTo(routeCase: RouteCase): Promise<HttpAnswer>
  close(): Promise<void>
}

export function cellUnderTest(host: Host, cell: Cell): CellUnderTest {
  const apps = new Map<AppSetting, Promise<Served>>()
  const early = new Map<RouteCase, Promise<HttpAnswer>>()

  const app = (setting: AppSetting = 'standard'): Promise<Served> => {
    const served = apps.get(setting) ?? serveSetting(host, cell, setting)
    apps.set(setting, served)
    return served
  }

  return {
    app,
    async warmUp(cases) {
      const settings = new Set(cases.map(({ setting }) => setting))
      for (const setting of settings) await send({ request: { method: 'GET' } }, await app(setting))
    },
    async sendEarly(cases) {
      for (const routeCase of cases) {
        const served = await app(routeCase.setting)
        early.set(routeCase, send(routeCase, served))
      }
    },
    answerTo: async routeCase => early.get(routeCase) ?? send(routeCase, await app(routeCase.setting)),
    async close() {
      for (const served of apps.values()) await (await served).close()
    },
  }
}

function send(
  { request, user = 'john' }: Pick<RouteCase, 'request' | 'user'>,
  served: Served,
): Promise<HttpAnswer> {
  const who: readonly (readonly [string, string])[] = user === null ? [] : [[TEST_USER, user]]
  const headers = [...who, ...(request.headers ?? [])]
  return exchange(served.url, { ...request, headers }, PATIENCE, template => fillTemplate(template, served))
}
