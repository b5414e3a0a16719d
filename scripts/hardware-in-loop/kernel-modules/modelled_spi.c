// SPDX-License-Identifier: GPL-2.0
/*
 * An SPI bus 0 with two chip selects, seen as /dev/spidev0.0 and /dev/spidev0.1 as on a Pi with SPI switched on.
 * What is clocked out goes to whoever has /dev/modelled-spi-0 open.
 *
 * question: for each transfer of a message u8 chip select, u8 ends (the chip select rises after it), u16 bytes, and
 *           the bytes clocked out                                                                  (little endian)
 * answer:   a byte, when they have arrived: no chip here has a way back
 */
#include <linux/platform_device.h>
#include <linux/version.h>
#include <linux/spi/spi.h>
#include "mailbox.h"

#define CHIP_SELECTS 2

static struct mailbox *box;
static struct platform_device *parent;
static struct spi_controller *controller;

static u8 select_of(struct spi_device *device)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)
	return spi_get_chipselect(device, 0);
#else
	return device->chip_select;
#endif
}

static int transfer_one_message(struct spi_controller *host, struct spi_message *message)
{
	u8 *at = box->question;
	const u8 *end = at + MAILBOX_BYTES;
	struct spi_transfer *transfer;

	message->status = 0;
	list_for_each_entry(transfer, &message->transfers, transfer_list) {
		bool last = list_is_last(&transfer->transfer_list, &message->transfers);

		if (at + 4 + transfer->len > end) {
			message->status = -EMSGSIZE;
			break;
		}
		at[0] = select_of(message->spi);
		at[1] = last != transfer->cs_change;
		put_unaligned_le16(transfer->len, at + 2);
		at += 4;
		if (transfer->tx_buf)
			memcpy(at, transfer->tx_buf, transfer->len);
		else
			memset(at, 0, transfer->len);
		at += transfer->len;
		if (transfer->rx_buf)
			memset(transfer->rx_buf, 0, transfer->len);
		message->actual_length += transfer->len;
	}
	/* SPI has no acknowledgement: without a model the bytes go nowhere. */
	if (!message->status)
		mailbox_ask(box, at - box->question, HZ);
	spi_finalize_current_message(host);
	return 0;
}

static int __init start(void)
{
	struct spi_board_info chip = { .max_speed_hz = 10000000, .bus_num = 0 };
	int error, i;

	box = kzalloc(sizeof(*box), GFP_KERNEL);
	if (!box)
		return -ENOMEM;
	strscpy(box->name, "modelled-spi-0", sizeof(box->name));
	error = mailbox_register(box);
	if (error)
		goto free;
	parent = platform_device_register_simple("modelled-spi", 0, NULL, 0);
	if (IS_ERR(parent)) {
		error = PTR_ERR(parent);
		goto deregister;
	}
	controller = spi_alloc_master(&parent->dev, 0);
	if (!controller) {
		error = -ENOMEM;
		goto unplug;
	}
	controller->bus_num = 0;
	controller->num_chipselect = CHIP_SELECTS;
	controller->mode_bits = SPI_CPOL | SPI_CPHA | SPI_CS_HIGH | SPI_LSB_FIRST | SPI_NO_CS;
	controller->transfer_one_message = transfer_one_message;
	error = spi_register_controller(controller);
	if (error) {
		spi_controller_put(controller);
		goto unplug;
	}
	for (i = 0; i < CHIP_SELECTS; i++) {
		/* One of the names that spidev takes. */
		strscpy(chip.modalias, "dh2228fv", sizeof(chip.modalias));
		chip.chip_select = i;
		if (!spi_new_device(controller, &chip))
			pr_err("modelled_spi: no device for chip select %d\n", i);
	}
	return 0;

unplug:
	platform_device_unregister(parent);
deregister:
	misc_deregister(&box->device);
free:
	kfree(box);
	return error;
}

static void __exit stop(void)
{
	spi_unregister_controller(controller);
	platform_device_unregister(parent);
	misc_deregister(&box->device);
	kfree(box);
}

module_init(start);
module_exit(stop);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("An SPI bus whose chips are modelled by a program");
