/** The topics of the contract. The number after "v" is the contract's major version. */
export const contractVersion = '1.0.0'

export const root = (site: string) => `den-luot/v1/${site}`
export const topicsOf = (site: string) => ({
  status: `${root(site)}/status`,
  service: (service: string) => `${root(site)}/services/${service}`,
  queueMonitor: (service: string) => `${root(site)}/queue-monitor/${service}`,
  nearTurn: `${root(site)}/visitors/NearTurn`,
  called: `${root(site)}/visitors/Called`,
  device: (station: string, device: string) => `${root(site)}/devices/${station}/${device}`,
  reconciliation: `${root(site)}/reconciliation`,
  replay: (type: string) => `${root(site)}/replay/${type}`,
  answers: `${root(site)}/answers`,
  commands: `${root(site)}/commands`,
  commandFilter: `${root(site)}/commands/+`,
})
