/** The name of a setting in a path. */
export function settingOf(setting: string): string {
  return setting.replaceAll(' ', '-')
}
