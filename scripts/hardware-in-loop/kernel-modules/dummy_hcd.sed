# Changes the kernel's dummy_hcd, GPL-2.0 as it is. The stock driver looks every 125 µs of virtual time for bytes, as
# long as anything is plugged in; that would be most of a run's work. Here a frame has a millisecond, and a bus on which
# nothing moves is looked at every 50 ms and whenever one of its ends has something new.
s/\(define DUMMY_TIMER_INT_NSECS\).*/\1 1000000\n#define DUMMY_IDLE_NSECS 50000000/

/^static int dummy_queue(/i\
static void dummy_kick(struct dummy_hcd *dum_hcd)\
{\
	if (!dum_hcd->udev || dum_hcd->rh_state != DUMMY_RH_RUNNING)\
		return;\
	if (dum_hcd->timer_pending &&\
	    ktime_to_ns(hrtimer_get_remaining(&dum_hcd->timer)) <= DUMMY_TIMER_INT_NSECS)\
		return;\
	dum_hcd->timer_pending = 1;\
	hrtimer_start(&dum_hcd->timer, ns_to_ktime(DUMMY_TIMER_INT_NSECS), HRTIMER_MODE_REL_SOFT);\
}\

/^static int dummy_queue(/,/^}/ s/^\tspin_unlock_irqrestore(&dum->lock, flags);/\tdummy_kick(dum_hcd);\n&/
s/^\t\/\* kick the scheduler/\tdummy_kick(dum_hcd);\n&/
/^static int dummy_urb_dequeue(/,/^}/ s/^\tspin_unlock_irqrestore/\tdummy_kick(dum_hcd);\n&/
/want a 1 msec delay here/,/^\t}/ s/ns_to_ktime(DUMMY_TIMER_INT_NSECS)/ns_to_ktime(total > 0 ? DUMMY_IDLE_NSECS : DUMMY_TIMER_INT_NSECS)/
