import type { AppSetting } from './app-settings.js'
import { exchange } from './exchange.js'
import { fillTemplate } from './fill-template.js'
import type { Cell, Host, Served } from './host.js'
import type { HttpResponse } from './http-response.js'
import type { RouteCase } from './route-case.js'
import { serveSetting } from './serve-setting.js'
import { TEST_USER } from './test-user.js'

/** How many seconds a response may take. */
const TIMEOUT = 5

/** The apps of one set-up of a host, and their responses. */
export interface CellUnderTest {
  /** Returns the app of a setting, started once. Default 'standard'. */
  app(setting?: AppSetting): Promise<Served>
  /** Sends one request to the app of each case: a slow first request could outlast the timeout of a slow body. */
  warmUp(cases: readonly RouteCase[]): Promise<void>
  /** Sends cases now; `responseTo` returns their responses later. */
  sendEarly(cases: readonly RouteCase[]): Promise<void>
  responseTo(routeCase: RouteCase): Promise<HttpResponse>
  close(): Promise<void>
}

export function cellUnderTest(host: Host, cell: Cell): CellUnderTest {
  const apps = new Map<AppSetting, Promise<Served>>()
  const early = new Map<RouteCase, Promise<HttpResponse>>()

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
    responseTo: async routeCase => early.get(routeCase) ?? send(routeCase, await app(routeCase.setting)),
    async close() {
      for (const served of apps.values()) await (await served).close()
    },
  }
}

function send(
  { request, user = 'john' }: Pick<RouteCase, 'request' | 'user'>,
  served: Served,
): Promise<HttpResponse> {
  const who: readonly (readonly [string, string])[] = user === null ? [] : [[TEST_USER, user]]
  const headers = [...who, ...(request.headers ?? [])]
  return exchange(served.url, { ...request, headers }, TIMEOUT, template => fillTemplate(template, served))
}
