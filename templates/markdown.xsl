<?xml version="1.0" encoding="UTF-8"?>
<!-- The content of a dossier or a comparison as GitHub Flavored Markdown. All
     text goes through t:markdown, so that none of it can become a mark, a link
     or HTML. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:k="urn:auditor:content:1" xmlns:t="urn:auditor:text:1"
    xmlns:exsl="http://exslt.org/common" exclude-result-prefixes="k t exsl">
  <xsl:import href="content.xsl"/>
  <xsl:import href="content-findings.xsl"/>
  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:template match="/">
    <xsl:variable name="content"><xsl:apply-templates select="/*" mode="content"/></xsl:variable>
    <xsl:apply-templates select="exsl:node-set($content)/k:document" mode="markdown"/>
  </xsl:template>

  <xsl:template match="k:document" mode="markdown">
    <xsl:if test="k:brand/k:header != ''">
      <xsl:value-of select="concat(t:markdown(string(k:brand/k:header)), '&#10;&#10;')"/>
    </xsl:if>
    <xsl:value-of select="concat('# ', t:markdown(string(k:title)), '&#10;&#10;', t:markdown(string(k:kicker)),
        '  &#10;', t:markdown(string(k:subtitle)), '&#10;&#10;**', t:markdown(string(k:badge-label)), '** ')"/>
    <xsl:apply-templates select="k:badge" mode="markdown"/>
    <xsl:text>&#10;&#10;</xsl:text>
    <xsl:for-each select="k:notice">
      <xsl:text>> </xsl:text>
      <xsl:apply-templates mode="markdown"/>
      <xsl:text>&#10;&#10;</xsl:text>
    </xsl:for-each>
    <xsl:for-each select="k:fact">
      <xsl:value-of select="concat('- **', t:markdown(string(@name)), '**', $colon, ' ')"/>
      <xsl:apply-templates mode="markdown"/>
      <xsl:text>&#10;</xsl:text>
    </xsl:for-each>
    <xsl:text>&#10;</xsl:text>
    <xsl:apply-templates select="k:section" mode="markdown"/>
    <xsl:if test="k:brand/k:footer != ''">
      <xsl:value-of select="concat(t:markdown(string(k:brand/k:footer)), '&#10;')"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="k:section | k:entry" mode="markdown">
    <xsl:value-of select="concat(substring('######', 1, count(ancestor-or-self::k:section | ancestor-or-self::k:entry) + 1), ' ', t:markdown(string(k:title)), '&#10;&#10;')"/>
    <xsl:apply-templates select="*[not(self::k:title)]" mode="markdown"/>
  </xsl:template>

  <xsl:template match="k:p | k:small" mode="markdown">
    <xsl:apply-templates mode="markdown"/>
    <xsl:text>&#10;&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="k:command" mode="markdown">
    <xsl:value-of select="concat('```console&#10;$ ', ., '&#10;```&#10;&#10;')"/>
  </xsl:template>

  <!-- A picture is told: Markdown that carries one would need a file beside it. -->
  <xsl:template match="k:figure" mode="markdown">
    <xsl:value-of select="concat('*', t:markdown(string(k:title)), '*&#10;&#10;> ', t:markdown(string(k:alt)), '&#10;&#10;')"/>
  </xsl:template>

  <!-- Markdown has no caption: the title stands before the table. -->
  <xsl:template match="k:table" mode="markdown">
    <xsl:value-of select="concat('**', t:markdown(string(k:title)), '**&#10;&#10;|')"/>
    <xsl:for-each select="k:head/k:cell"><xsl:value-of select="concat(' ', t:markdown(string(.)), ' |')"/></xsl:for-each>
    <xsl:text>&#10;|</xsl:text>
    <xsl:for-each select="k:head/k:cell">
      <xsl:choose>
        <xsl:when test="@number = 'yes'">---:|</xsl:when>
        <xsl:otherwise>---|</xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
    <xsl:text>&#10;</xsl:text>
    <xsl:for-each select="k:row">
      <xsl:text>|</xsl:text>
      <xsl:for-each select="k:cell">
        <xsl:text> </xsl:text>
        <xsl:apply-templates mode="markdown"/>
        <xsl:text> |</xsl:text>
      </xsl:for-each>
      <xsl:text>&#10;</xsl:text>
    </xsl:for-each>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="k:cell/k:small" mode="markdown">
    <xsl:text> (</xsl:text>
    <xsl:apply-templates mode="markdown"/>
    <xsl:text>)</xsl:text>
  </xsl:template>

  <xsl:template match="k:badge" mode="markdown">
    <xsl:text>**</xsl:text>
    <xsl:call-template name="symbol-of"><xsl:with-param name="value" select="@value"/></xsl:call-template>
    <xsl:value-of select="concat('&#xA0;', t:markdown(string(.)), '**')"/>
  </xsl:template>

  <!-- Nothing but digits and letters of ours goes between backticks. -->
  <xsl:template match="k:code[translate(., '0123456789abcdefghijklmnopqrstuvwxyzTZ.-', '') = '']" mode="markdown">
    <xsl:value-of select="concat('`', ., '`')"/>
  </xsl:template>

  <xsl:template match="k:b" mode="markdown">
    <xsl:text>**</xsl:text>
    <xsl:apply-templates mode="markdown"/>
    <xsl:text>**</xsl:text>
  </xsl:template>

  <xsl:template match="text()" mode="markdown">
    <xsl:if test="starts-with(., ' ')"><xsl:text> </xsl:text></xsl:if>
    <xsl:value-of select="t:markdown(string(.))"/>
    <xsl:if test="normalize-space(.) != '' and substring(., string-length(.)) = ' '"><xsl:text> </xsl:text></xsl:if>
  </xsl:template>
</xsl:stylesheet>
