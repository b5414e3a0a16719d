/** A plain list of the pages. */
import './index.css'
import { openLive } from '../live.ts'
import { Clock, Logo, mount, StaleBanner } from '../parts.tsx'
import { shutWords } from '../words.ts'

const live = openLive(['hall'])

function Index() {
  const view = live.hall.value
  const zones = [...new Set(view?.counters.map((counter) => counter.zone))]
  return (
    <main>
      <header>
        {view && <Logo src={view.site.logo} name={view.site.name} />}
        <h1>{view?.site.name ?? 'Đến Lượt'}</h1>
        <Clock live={live} />
      </header>
      <nav>
        <section>
          <h2>Trong sảnh</h2>
          <a href="/wall">
            <b>Màn hình chờ</b>
            <span>Số đang gọi, các quầy, số người chờ</span>
          </a>
          {zones.length > 1 &&
            zones.map((zone) => (
              <a key={zone} href={`/wall?zone=${zone}`}>
                <b>Màn hình chờ – khu {zone}</b>
                <span>Chỉ các quầy của khu này</span>
              </a>
            ))}
          <a href="/check-in">
            <b>Nhận số theo lịch hẹn</b>
            <span>Màn hình chạm cho người đã đặt lịch</span>
          </a>
          <a href="/greeter">
            <b>Bàn hướng dẫn</b>
            <span>Lấy số, nhận lịch hẹn, đổi nội dung cho người dân</span>
          </a>
          <a href="/manager">
            <b>Số liệu trong ngày</b>
            <span>Thời gian chờ, thiết bị, liên kết</span>
          </a>
          {view?.site.simulated && (
            <a href="/bench">
              <b>Bàn thử thiết bị</b>
              <span>Nút bấm, máy in, bảng quầy và loa mô phỏng</span>
            </a>
          )}
        </section>
        <section>
          <h2>Quầy</h2>
          <ul>
            {view?.counters.map((counter) => (
              <li key={counter.id}>
                <a href={`/counter/${counter.id}`} class={counter.state}>
                  <b>Quầy {counter.spoken}</b>
                  <span>{counter.ticket?.number ?? shutWords[counter.state] ?? '–'}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      </nav>
      <StaleBanner live={live} />
    </main>
  )
}

mount(<Index />)
