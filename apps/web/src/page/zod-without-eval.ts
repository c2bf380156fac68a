// The page's policy forbids `eval`. Zod would try it once, which the browser reports as a violation, so this module turns
// it off; it must be imported before the core.
Reflect.set(globalThis, '__zod_globalConfig', { jitless: true })
