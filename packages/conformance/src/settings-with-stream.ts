import type { TokenProviderOptions } from '@stream-token/core'
import { APP_SETTINGS, type AppSetting } from './app-settings.js'

/**
 * Returns {@link APP_SETTINGS} for apps that find the stand-in for Stream at a URL, the `streamUrl` of an app to serve.
 * Without one, apps with guests cannot create any.
 */
export function settingsWithStream(
  streamUrl: string | undefined,
): Readonly<Record<AppSetting, TokenProviderOptions>> {
  if (streamUrl === undefined) return APP_SETTINGS
  const named = Object.entries(APP_SETTINGS).map(([name, options]) => [name, at(streamUrl, options)] as const)
  return { ...APP_SETTINGS, ...Object.fromEntries(named) }
}

function at(baseUrl: string, options: TokenProviderOptions): TokenProviderOptions {
  const { streamApi } = options
  return typeof streamApi === 'object' ? { ...options, streamApi: { ...streamApi, baseUrl } } : options
}
