/** The day by service and by counter. Every mean says over how many visits. */
import type { ManagerView, RatingFigures, WaitFigures } from '../../../../controller/api/views.ts'
import { minutes, minutesBetween, points, share, shutWords, unbroken, whole } from '../words.ts'
import { Panel } from './panel.tsx'

function Mean({ figures, limit }: { figures: WaitFigures; limit: number }) {
  const over = figures.meanSeconds !== null && figures.meanSeconds > limit
  return (
    <td class={`figure ${over ? 'over' : ''}`}>
      {minutes(figures.meanSeconds)}
      {figures.n > 0 && <small class="of"> / {whole(figures.n)} lượt</small>}
    </td>
  )
}

/** Before it is so: the number that is taken now may still be helped by another counter. */
function Expected({ of, limit }: { of: ManagerView['services'][number]['expected']; limit: number }) {
  if (!of) return <td class="figure">–</td>
  return (
    <td class={`figure ${of.midSeconds > limit ? 'soon' : ''}`}>
      {minutesBetween(of.lowSeconds, of.highSeconds)}
    </td>
  )
}

const ratingColumns = (
  <>
    <th scope="col">Đã đánh giá</th>
    <th scope="col">Điểm TB</th>
    <th scope="col">Hài lòng</th>
  </>
)

function Ratings({ figures }: { figures: RatingFigures }) {
  const { n, of, satisfied } = figures
  return (
    <>
      <td class="figure">
        {whole(n)}
        {of > 0 && <small> / {whole(of)}</small>}
      </td>
      <td class="figure">{points(figures)}</td>
      <td class="figure">{share(satisfied, n)}</td>
    </>
  )
}

export function Services({ view }: { view: ManagerView }) {
  return (
    <Panel kind="services" title="Theo nội dung giao dịch">
      <table>
        <thead>
          <tr>
            <th scope="col">Nội dung</th>
            <th scope="col">Đang chờ</th>
            <th scope="col">Chờ lâu nhất lúc này</th>
            <th scope="col">Lấy số bây giờ sẽ chờ</th>
            <th scope="col">Chờ trung bình</th>
            <th scope="col">Quá {view.limitSeconds / 60} phút</th>
            <th scope="col">Đã cấp</th>
            <th scope="col">Đã xong</th>
            {ratingColumns}
          </tr>
        </thead>
        <tbody>
          {view.services.map((service) => (
            <tr key={service.id}>
              <th scope="row">
                <i style={{ background: service.colour }} />
                {unbroken(service.name)}
              </th>
              <td class="figure strong">{whole(service.waiting)}</td>
              <td class={`figure ${(service.longestWaitSeconds ?? 0) > view.limitSeconds ? 'over' : ''}`}>
                {minutes(service.longestWaitSeconds)}
              </td>
              <Expected of={service.expected} limit={view.limitSeconds} />
              <Mean figures={service.wait} limit={view.limitSeconds} />
              <td class={`figure ${service.overLimit > 0 ? 'over' : ''}`}>{whole(service.overLimit)}</td>
              <td class="figure">{whole(service.issued)}</td>
              <td class="figure">{whole(service.finished)}</td>
              <Ratings figures={service.ratings} />
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

export function Counters({ view }: { view: ManagerView }) {
  return (
    <Panel kind="counters" title="Theo quầy">
      <table>
        <thead>
          <tr>
            <th scope="col">Quầy</th>
            <th scope="col">Số tại quầy</th>
            <th scope="col">Chờ TB</th>
            <th scope="col">Giao dịch TB</th>
            <th scope="col">Đã xong</th>
            <th scope="col">Vắng mặt</th>
            {ratingColumns}
          </tr>
        </thead>
        <tbody>
          {view.counters.map((counter) => (
            <tr key={counter.id} class={counter.state}>
              <th scope="row">{counter.spoken}</th>
              <td class="figure strong">
                {counter.now ?? shutWords[counter.state] ?? '–'}
                {counter.pausedFor && <small>{counter.pausedFor}</small>}
              </td>
              <Mean figures={counter.wait} limit={view.limitSeconds} />
              <Mean figures={counter.service} limit={Number.POSITIVE_INFINITY} />
              <td class="figure">{whole(counter.finished)}</td>
              <td class="figure">{whole(counter.noShow)}</td>
              <Ratings figures={counter.ratings} />
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}
