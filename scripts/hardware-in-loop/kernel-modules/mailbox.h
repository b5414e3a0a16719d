/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One question at a time from a kernel driver to the program that models its hardware, and the answer to it.
 * The program opens /dev/<name>, waits with poll(), reads a question and writes its answer. A question nobody
 * answers in time is dropped, as by a bus that is held low; an answer that comes too late gets ESTALE.
 */
#ifndef MAILBOX_H
#define MAILBOX_H

#include <linux/fs.h>
#include <linux/jiffies.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/wait.h>
#if __has_include(<linux/unaligned.h>)
#include <linux/unaligned.h>
#else
#include <asm/unaligned.h>
#endif

#define MAILBOX_BYTES 8192

enum mailbox_state { MAILBOX_EMPTY, MAILBOX_ASKED, MAILBOX_READ, MAILBOX_ANSWERED };

struct mailbox {
	struct miscdevice device;
	char name[32];
	/* Held while `state` and the buffers change. Questions are put under the lock of the bus above. */
	struct mutex lock;
	wait_queue_head_t moved;
	enum mailbox_state state;
	bool modelled;
	size_t question_bytes;
	size_t answer_bytes;
	u8 question[MAILBOX_BYTES];
	u8 answer[MAILBOX_BYTES];
};

static inline struct mailbox *mailbox_of(struct file *file)
{
	/* misc_open() leaves the device here. */
	return container_of((struct miscdevice *)file->private_data, struct mailbox, device);
}

static inline int mailbox_open(struct inode *inode, struct file *file)
{
	struct mailbox *box = mailbox_of(file);
	int error = 0;

	mutex_lock(&box->lock);
	if (box->modelled)
		error = -EBUSY;
	else
		box->modelled = true;
	mutex_unlock(&box->lock);
	return error;
}

static inline int mailbox_release(struct inode *inode, struct file *file)
{
	struct mailbox *box = mailbox_of(file);

	mutex_lock(&box->lock);
	box->modelled = false;
	mutex_unlock(&box->lock);
	wake_up_all(&box->moved);
	return 0;
}

static inline ssize_t mailbox_read(struct file *file, char __user *to, size_t room, loff_t *at)
{
	struct mailbox *box = mailbox_of(file);
	ssize_t result = -EAGAIN;

	mutex_lock(&box->lock);
	if (box->state == MAILBOX_ASKED) {
		if (room < box->question_bytes)
			result = -EMSGSIZE;
		else if (copy_to_user(to, box->question, box->question_bytes))
			result = -EFAULT;
		else {
			result = box->question_bytes;
			box->state = MAILBOX_READ;
		}
	}
	mutex_unlock(&box->lock);
	return result;
}

static inline ssize_t mailbox_write(struct file *file, const char __user *from, size_t bytes, loff_t *at)
{
	struct mailbox *box = mailbox_of(file);
	ssize_t result = bytes;

	if (bytes > MAILBOX_BYTES)
		return -EMSGSIZE;
	mutex_lock(&box->lock);
	if (box->state != MAILBOX_READ)
		result = -ESTALE;
	else if (copy_from_user(box->answer, from, bytes))
		result = -EFAULT;
	else {
		box->answer_bytes = bytes;
		box->state = MAILBOX_ANSWERED;
	}
	mutex_unlock(&box->lock);
	wake_up_all(&box->moved);
	return result;
}

static inline __poll_t mailbox_poll(struct file *file, poll_table *table)
{
	struct mailbox *box = mailbox_of(file);

	poll_wait(file, &box->moved, table);
	return READ_ONCE(box->state) == MAILBOX_ASKED ? EPOLLIN | EPOLLRDNORM : 0;
}

static const struct file_operations mailbox_operations = {
	.owner = THIS_MODULE,
	.open = mailbox_open,
	.release = mailbox_release,
	.read = mailbox_read,
	.write = mailbox_write,
	.poll = mailbox_poll,
};

static inline int mailbox_register(struct mailbox *box)
{
	mutex_init(&box->lock);
	init_waitqueue_head(&box->moved);
	box->device.minor = MISC_DYNAMIC_MINOR;
	box->device.name = box->name;
	box->device.fops = &mailbox_operations;
	box->device.mode = 0600;
	return misc_register(&box->device);
}

/*
 * Puts the question that stands in box->question and waits. 0: box->answer holds `answer_bytes`. -ENODEV: no
 * program models this hardware. -ETIMEDOUT: it did not answer.
 */
static inline int mailbox_ask(struct mailbox *box, size_t bytes, unsigned long timeout)
{
	int error = 0;

	mutex_lock(&box->lock);
	if (!box->modelled) {
		mutex_unlock(&box->lock);
		return -ENODEV;
	}
	box->question_bytes = bytes;
	box->state = MAILBOX_ASKED;
	mutex_unlock(&box->lock);
	wake_up_all(&box->moved);

	wait_event_timeout(box->moved,
			   READ_ONCE(box->state) == MAILBOX_ANSWERED || !READ_ONCE(box->modelled), timeout);

	mutex_lock(&box->lock);
	if (box->state != MAILBOX_ANSWERED)
		error = box->modelled ? -ETIMEDOUT : -ENODEV;
	box->state = MAILBOX_EMPTY;
	mutex_unlock(&box->lock);
	return error;
}

#endif
