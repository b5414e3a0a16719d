#!/usr/bin/env bash
# In the virtual machine: makes a file system on a disk whose writes are recorded, and lets a day happen on it.
# Arguments: the disk, the disk that takes the record, the number of tickets. Modules are loaded already.
set -euo pipefail
disk=$1 record=$2 tickets=$3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# There is no udev here: device-mapper makes its nodes itself.
export DM_DISABLE_UDEV=1
dmsetup create recorded --table "0 $(blockdev --getsz "$disk") log-writes $disk $record"
mkfs.ext4 -q /dev/mapper/recorded
mounted=$(mktemp -d)
mount /dev/mapper/recorded "$mounted"
node "$here/record-day.js" "$mounted" recorded "$tickets"
umount "$mounted"
# Writes the end of the record.
dmsetup remove recorded
