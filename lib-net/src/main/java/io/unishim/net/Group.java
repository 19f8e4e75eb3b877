package io.unishim.net;

/**
 * A multicast group on an interface.
 *
 * @param index the interface's
 */
record Group(Ip ip, int index) {
    private static final Ip ALL_HOSTS4 = Ip.v4(0xe0000001);
    private static final Ip ALL_NODES = new Ip(0xff02L << 48, 1);
    private static final Ip ALL_NODES_HERE = new Ip(0xff01L << 48, 1);

    /** @return whether every host is a member of it without joining */
    boolean everybodys() {
        return ip.equals(ALL_HOSTS4) || ip.equals(ALL_NODES) || ip.equals(ALL_NODES_HERE);
    }
}
