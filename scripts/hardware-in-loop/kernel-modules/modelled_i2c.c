// SPDX-License-Identifier: GPL-2.0
/*
 * I2C buses whose chips are modelled by a program. Each is a real adapter of the kernel (/dev/i2c-<number>);
 * what a driver sends over it is handed to whoever has /dev/modelled-i2c-<number> open.
 *
 * question: u8 messages, then for each u16 address, u8 read, u16 bytes, and the bytes of a write
 * answer:   s32 0 or -errno, then the bytes of every read one after another        (little endian)
 */
#include <linux/i2c.h>
#include "mailbox.h"

#define MOST_BUSES 4

static int buses[MOST_BUSES] = { 1 };
static int bus_count = 1;
module_param_array(buses, int, &bus_count, 0444);
MODULE_PARM_DESC(buses, "bus numbers, such as buses=1,3");

struct modelled_bus {
	struct i2c_adapter adapter;
	struct mailbox box;
};

static struct modelled_bus *made[MOST_BUSES];

static int transfer(struct i2c_adapter *adapter, struct i2c_msg *messages, int count)
{
	struct modelled_bus *bus = container_of(adapter, struct modelled_bus, adapter);
	u8 *at = bus->box.question;
	const u8 *end = at + MAILBOX_BYTES;
	size_t used = 4;
	int error, i;

	*at++ = count;
	for (i = 0; i < count; i++) {
		bool reads = messages[i].flags & I2C_M_RD;
		u16 bytes = messages[i].len;

		if (at + 5 + (reads ? 0 : bytes) > end)
			return -EOPNOTSUPP;
		put_unaligned_le16(messages[i].addr, at);
		at[2] = reads;
		put_unaligned_le16(bytes, at + 3);
		at += 5;
		if (!reads) {
			memcpy(at, messages[i].buf, bytes);
			at += bytes;
		}
	}

	error = mailbox_ask(&bus->box, at - bus->box.question, adapter->timeout);
	/* A bus without a model is one without chips: nobody acknowledges the address. */
	if (error)
		return error == -ENODEV ? -EREMOTEIO : error;
	if (bus->box.answer_bytes < 4)
		return -EIO;
	error = (s32)get_unaligned_le32(bus->box.answer);
	if (error < 0)
		return error;
	for (i = 0; i < count; i++) {
		if (!(messages[i].flags & I2C_M_RD))
			continue;
		if (used + messages[i].len > bus->box.answer_bytes)
			return -EIO;
		memcpy(messages[i].buf, bus->box.answer + used, messages[i].len);
		used += messages[i].len;
	}
	return count;
}

static u32 abilities(struct i2c_adapter *adapter)
{
	return I2C_FUNC_I2C | I2C_FUNC_SMBUS_EMUL;
}

static const struct i2c_algorithm algorithm = { .master_xfer = transfer, .functionality = abilities };

static void remove_all(void)
{
	int i;

	for (i = 0; i < MOST_BUSES && made[i]; i++) {
		i2c_del_adapter(&made[i]->adapter);
		misc_deregister(&made[i]->box.device);
		kfree(made[i]);
		made[i] = NULL;
	}
}

static int add(int index, int number)
{
	struct modelled_bus *bus = kzalloc(sizeof(*bus), GFP_KERNEL);
	int error;

	if (!bus)
		return -ENOMEM;
	snprintf(bus->box.name, sizeof(bus->box.name), "modelled-i2c-%d", number);
	error = mailbox_register(&bus->box);
	if (error)
		goto free;
	bus->adapter.owner = THIS_MODULE;
	bus->adapter.algo = &algorithm;
	bus->adapter.nr = number;
	strscpy(bus->adapter.name, bus->box.name, sizeof(bus->adapter.name));
	error = i2c_add_numbered_adapter(&bus->adapter);
	if (error)
		goto deregister;
	made[index] = bus;
	return 0;

deregister:
	misc_deregister(&bus->box.device);
free:
	kfree(bus);
	return error;
}

static int __init start(void)
{
	int error = 0, i;

	for (i = 0; i < bus_count && !error; i++)
		error = add(i, buses[i]);
	if (error)
		remove_all();
	return error;
}

module_init(start);
module_exit(remove_all);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("I2C buses whose chips are modelled by a program");
