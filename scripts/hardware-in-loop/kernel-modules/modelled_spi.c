// SPDX-License-Identifier: GPL-2.0
/*
 * An SPI bus 0 with two chip selects, seen as /dev/spidev0.0 and /dev/spidev0.1 as on a Pi with SPI switched on.
 * What is clocked out goes to whoever has /dev/modelled-spi-0 open.
 *
 * question: u8 chip select, u8 last (the chip select rises after it), the bytes clocked out
 * answer:   the bytes clocked in, as many
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

static int transfer_one(struct spi_controller *host, struct spi_device *device, struct spi_transfer *transfer)
{
	size_t done = 0;

	while (done < transfer->len) {
		size_t part = min_t(size_t, transfer->len - done, MAILBOX_BYTES - 2);
		bool last = done + part == transfer->len &&
			    (transfer->cs_change || spi_transfer_is_last(host, transfer));
		int error;

		box->question[0] = select_of(device);
		box->question[1] = last;
		if (transfer->tx_buf)
			memcpy(box->question + 2, transfer->tx_buf + done, part);
		else
			memset(box->question + 2, 0, part);
		/* SPI has no acknowledgement: without a model the bytes go nowhere. */
		error = mailbox_ask(box, part + 2, HZ);
		if (transfer->rx_buf) {
			memset(transfer->rx_buf + done, 0, part);
			if (!error)
				memcpy(transfer->rx_buf + done, box->answer, min(part, box->answer_bytes));
		}
		done += part;
	}
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
	controller->transfer_one = transfer_one;
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
