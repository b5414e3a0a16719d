/** "2.1 GB", "95 MB": as shops and df -H count, rounded down. */
export const byteSize = (bytes: number): string =>
  bytes >= 1e9 ? `${(Math.floor(bytes / 1e8) / 10).toFixed(1)} GB` : `${Math.floor(bytes / 1e6)} MB`

/** The same in Vietnamese: "2,1 GB". */
export const byteSizeVi = (bytes: number): string => byteSize(bytes).replace('.', ',')
