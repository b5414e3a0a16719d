/** Where service is given, and what part of the hall hears its calls. */
import { Type } from 'typebox'
import { defaulted, Id, Name, object, Reference } from '../describe.ts'

export const CounterDescription = object(
  {
    id: Id('Stable id of the counter; it stands in events and addresses.'),
    spoken: Type.String({
      pattern: '^[0-9]{1,3}[A-Z]?$',
      description: 'The number people see and hear, such as 3 or 12B.',
    }),
    name: Type.Optional(Name('What stands above the counter, if more than its number.')),
    floor: Type.Optional(Type.String({ maxLength: 20, description: 'Floor as written on signs.' })),
    zone: Reference('Id of the voice zone in which its calls are heard.'),
    agency: Type.Optional(Name('The agency that staffs it.')),
    services: Type.Array(Reference('Id of a service.'), {
      minItems: 1,
      maxItems: 100,
      description: 'Ids of the services it gives.',
    }),
    preference: Type.Optional(
      Type.Array(
        object(
          {
            service: Reference('Id of a service it gives.'),
            weight: Type.Number({
              minimum: 0.1,
              maximum: 10,
              description: 'How much its waiting counts here; 1 is usual.',
            }),
          },
          'What it takes first.',
        ),
        { maxItems: 100, description: 'Services that weigh more or less at this counter.' },
      ),
    ),
    opensItself: defaulted(
      Type.Boolean({ default: true, description: 'Open with the day, without an officer opening it.' }),
    ),
  },
  'Where service is given.',
)

export const ZoneDescription = object(
  { id: Id('Stable id.'), name: Name('Name on signs.') },
  'A part of the hall that hears the same loudspeaker.',
)
