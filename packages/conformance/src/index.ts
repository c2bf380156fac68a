export { APP_SETTINGS } from './app-settings.js'
export type { RouteSample } from './case-chooser.js'
export { GUARDED_PATHS, type GuardedPath } from './guarded-paths.js'
export { guardedResult } from './guarded-result.js'
export {
  type AppSpec,
  allCells,
  type Cell,
  type Host,
  type Mount,
  type NeutralVerifyUser,
  type Parser,
  type Served,
} from './host.js'
export type { HostException } from './host-exception.js'
export { ownProcess, type ProcessHost } from './load/own-process.js'
export { SMALL_HEAP } from './load/small-heap.js'
export type { ProcessFacts } from './load/watch-process.js'
export { type LoadSuiteOptions, loadSuite } from './load-suite.js'
export { LOG_OUT_ROUTE, type LogOutRoute } from './log-out-route.js'
export { nodeExceptions } from './node-exceptions.js'
export { PASSED_ON } from './passed-on.js'
export type { StoreWith } from './preset-cutoffs.js'
export type { RawRequest } from './raw-request.js'
export type { Expected, RouteCase } from './route-case.js'
export { ROUTE_CASES } from './route-cases.js'
export { type RouteSuiteOptions, routeSuite } from './route-suite.js'
export { type SoakSuiteOptions, soakSuite } from './soak-suite.js'
export type { OpenStore, StoreCase } from './store/store-case.js'
export { STORE_CASES } from './store/store-cases.js'
export { type StoreSuiteOptions, storeSuite } from './store-suite.js'
export { createTestVerifyUser } from './test-user.js'
export { thrownResponse } from './thrown-response.js'
export { TOKEN_PATHS, type TokenPath } from './token-paths.js'
export { VERIFY_CASES, type VerifyCase } from './verify-case.js'
export { type ProviderFactory, type VerifySuiteOptions, verifySuite } from './verify-suite.js'
