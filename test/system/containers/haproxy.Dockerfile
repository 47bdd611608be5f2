# A local stand-in for the image haproxy:2.6 of docker-compose.yml, for machines that cannot pull it: Debian's HAProxy of
# the same version, started like the public image.
FROM node:24-bookworm-slim
RUN apt-get update \
 && apt-get install --yes --no-install-recommends haproxy \
 && rm -rf /var/lib/apt/lists/* \
 && mkdir -p /usr/local/etc/haproxy
USER haproxy
STOPSIGNAL SIGUSR1
ENTRYPOINT []
CMD ["haproxy", "-W", "-db", "-f", "/usr/local/etc/haproxy/haproxy.cfg"]
