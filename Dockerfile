# The practice servers in a container, for a compose file or a CI service. Built from the sources in this folder:
#
#   docker build -t oauth-tutor .
#   docker run --rm -p 127.0.0.1:9400-9402:9400-9402 oauth-tutor
#
# Its URLs name 127.0.0.1, so the ports are published as they are. Where other containers call it by a name, add the name:
#
#   docker run --rm oauth-tutor --addr 0.0.0.0 --allow-remote --host oauth-tutor --json
#
# --control answers to programs on the same machine alone, which from outside a container means: run it with --network host, or steer it from
# inside (docker exec).
FROM rust:1.95-slim-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends gcc libc6-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN cargo build --release --locked

FROM debian:bookworm-slim
# Nobody's account: the servers need no right but to listen.
RUN useradd --system --no-create-home tutor
COPY --from=build /src/target/release/oauth-tutor /usr/local/bin/oauth-tutor
USER tutor
EXPOSE 9400 9401 9402
ENTRYPOINT ["oauth-tutor", "serve"]
CMD ["--addr", "0.0.0.0", "--allow-remote"]
